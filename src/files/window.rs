//! A stretch of a file as memory that nobody has read yet.
//!
//! The system can send a file to a socket without showing it to the program (sendfile(2)), but an HTTP library
//! wants bytes. A window is both: it can be read like any memory, and as long as nobody does, it costs nothing.
//! A page of it that the disk cannot deliver, or that lies beyond the end of a file that has become shorter, would
//! end the program when it is touched; so windows are only opened on files that are whole and never change, and
//! are handed to those alone who send them untouched.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::Arc;

#[derive(Debug)]
pub struct Window {
    file: Arc<File>,
    first: u64,
    length: usize,
    map: *mut libc::c_void,
    /// Bytes of the mapping in front of the window: mappings begin where pages do.
    skipped: usize,
}

// SAFETY: the mapping is only ever read, belongs to this value and lives as long as it does.
unsafe impl Send for Window {}
unsafe impl Sync for Window {}

impl Window {
    /// Opens a window on `length` bytes from `first` on. Nothing is read.
    pub fn open(file: Arc<File>, first: u64, length: usize) -> io::Result<Self> {
        let page = page_size();
        let skipped = (first % page as u64) as usize;
        let start = i64::try_from(first - skipped as u64).map_err(io::Error::other)?;
        // SAFETY: a new mapping at an address of the system's choice touches no memory of ours.
        let map = unsafe {
            libc::mmap64(
                std::ptr::null_mut(),
                skipped + length,
                libc::PROT_READ,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                start,
            )
        };
        if map == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Self { file, first, length, map, skipped })
    }

    /// Whether the memory of the system holds all of it, so that sending it waits for no disk.
    pub fn is_in_memory(&self) -> bool {
        let mapped = self.skipped + self.length;
        let mut pages = vec![0u8; mapped.div_ceil(page_size())];
        // SAFETY: the mapping is of this length, and the vector has a byte for each page of it.
        let answered = unsafe { libc::mincore(self.map, mapped, pages.as_mut_ptr()) };
        answered == 0 && pages.iter().all(|page| page & 1 == 1)
    }

    /// The place in the file that stands at this address, if it is one of the window's.
    pub fn place_of(&self, address: *const u8) -> Option<(&Arc<File>, u64)> {
        let offset = (address as usize).checked_sub(self.as_ref().as_ptr() as usize)?;
        (offset < self.length).then(|| (&self.file, self.first + offset as u64))
    }
}

impl AsRef<[u8]> for Window {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: `skipped + length` bytes are mapped from `map` on until this value is dropped.
        unsafe { std::slice::from_raw_parts(self.map.cast::<u8>().add(self.skipped), self.length) }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: this is the mapping of `open`, and nobody can have a slice of it any more.
        unsafe { libc::munmap(self.map, self.skipped + self.length) };
    }
}

fn page_size() -> usize {
    // SAFETY: this only asks for a number, and every system has this one.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_window_shows_its_stretch_wherever_it_begins() {
        let mut file = tempfile::tempfile().expect("there is a folder for temporary files");
        let bytes: Vec<u8> = (0..20_000u32).map(|n| (n % 251) as u8).collect();
        file.write_all(&bytes).expect("the disk has room");
        let file = Arc::new(file);
        for (first, length) in [(0, 20_000), (1, 4096), (4095, 2), (4096, 4096), (19_999, 1)] {
            let window =
                Window::open(file.clone(), first as u64, length).expect("the window lies in the file");
            assert!(window.is_in_memory());
            assert_eq!(window.as_ref(), &bytes[first..first + length]);
            let last = &window.as_ref()[length - 1];
            assert_eq!(
                window.place_of(last).expect("it is a place in the window").1,
                (first + length - 1) as u64
            );
            assert!(window.place_of(&bytes[0]).is_none());
        }
    }
}
