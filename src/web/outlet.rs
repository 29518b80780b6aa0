//! The way out of a connection without TLS, on which films are sent without being read.
//!
//! An answer's body may hold windows on a file (`files::window`) among ordinary bytes. When one of them reaches
//! the socket, the system is told to send that stretch of the file by itself (sendfile(2)): its bytes are never
//! copied into this program and back. Only HTTP/1.1 hands the bytes of a body on untouched, so `serve` offers
//! windows to requests of that version alone.
//!
//! It is also where a connection ends. An answer that is given while the other side is still sending would be
//! lost with it: what arrives at a closed socket resets it, and what was on its way is thrown away. So the way
//! out is closed first, and what still comes in is dropped for a while (RFC 9112 section 9.6).

use std::fs::File;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::files::window::Window;

/// Bytes that are read and dropped of a body that was refused.
const DROPPED: usize = 32 * 1024 * 1024;

/// How long they are waited for, in all.
const FAREWELL: Duration = Duration::from_secs(8);

/// Whether the other side of a connection may still be sending what nobody reads.
#[derive(Clone, Debug, Default)]
pub struct Unread(Arc<AtomicBool>);

impl Unread {
    pub fn set(&self, is_unread: bool) {
        self.0.store(is_unread, Ordering::Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The windows that are on their way out of one connection.
#[derive(Clone, Debug, Default)]
pub struct Windows(Arc<Mutex<Vec<Arc<Window>>>>);

impl Windows {
    /// Bytes that stand for a stretch of the file; `None` where the disk would have to be waited for.
    pub fn open(&self, file: &Arc<File>, first: u64, length: usize) -> Option<Bytes> {
        let window = Window::open(file.clone(), first, length).ok().filter(Window::is_in_memory)?;
        let window = Arc::new(window);
        self.lock().push(window.clone());
        Some(Bytes::from_owner(Sent { window, windows: self.clone() }))
    }

    fn place_of(&self, address: *const u8) -> Option<(Arc<File>, u64)> {
        self.lock()
            .iter()
            .find_map(|window| window.place_of(address))
            .map(|(file, place)| (file.clone(), place))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Window>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a window known for as long as bytes of it are on their way: afterwards its addresses may belong to
/// anything else.
struct Sent {
    window: Arc<Window>,
    windows: Windows,
}

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        (*self.window).as_ref()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.windows.lock().retain(|window| !Arc::ptr_eq(window, &self.window));
    }
}

pub struct Outlet {
    stream: TcpStream,
    windows: Windows,
    unread: Unread,
    parting: Option<Parting>,
}

/// What is still dropped before the connection ends.
struct Parting {
    left: usize,
    end: Pin<Box<Sleep>>,
}

impl Outlet {
    pub fn new(stream: TcpStream, windows: Windows, unread: Unread) -> Self {
        Self { stream, windows, unread, parting: None }
    }

    /// Drops what still comes in, until the other side has ended or there was enough of it.
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let parting =
            self.parting.get_or_insert_with(|| Parting { left: DROPPED, end: Box::pin(sleep(FAREWELL)) });
        let mut bytes = [0; 16 * 1024];
        while parting.left > 0 && parting.end.as_mut().poll(context).is_pending() {
            let mut buffer = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {
                    parting.left = parting.left.saturating_sub(buffer.filled().len());
                }
                // It has read the answer and gone, or it has just gone.
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Sends a stretch of a file, or the beginning of it, as a write does.
    fn poll_send(
        &self,
        context: &mut Context<'_>,
        (file, place): (Arc<File>, u64),
        length: usize,
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(context))?;
            let mut place = place;
            let sent = self.stream.try_io(Interest::WRITABLE, || {
                Ok(rustix::fs::sendfile(&self.stream, &*file, Some(&mut place), length)?)
            });
            match sent {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                sent => return Poll::Ready(sent),
            }
        }
    }
}

impl AsyncWrite for Outlet {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let place_of = |piece: &IoSlice<'_>| self.windows.place_of(piece.as_ptr());
        let window = pieces.iter().enumerate().find_map(|(index, piece)| Some((index, place_of(piece)?)));
        match window {
            Some((0, place)) => self.poll_send(context, place, pieces[0].len()),
            // What stands in front of a window is written first; the window comes with the next call.
            Some((index, _)) => Pin::new(&mut self.stream).poll_write_vectored(context, &pieces[..index]),
            None => Pin::new(&mut self.stream).poll_write_vectored(context, pieces),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.parting.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        }
        if self.unread.is_set() { self.poll_part(context) } else { Poll::Ready(Ok(())) }
    }
}

impl AsyncRead for Outlet {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn windows_and_bytes_arrive_in_their_order_and_no_window_is_kept() {
        let mut file = tempfile::tempfile().expect("there is a folder for temporary files");
        let film: Vec<u8> = (0..3_000_000u32).map(|n| (n % 251) as u8).collect();
        file.write_all(&film).expect("the disk has room");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let mut reader = TcpStream::connect(listener.local_addr().expect("it is bound"))
            .await
            .expect("the listener is there");
        let windows = Windows::default();
        let mut outlet = Outlet::new(
            listener.accept().await.expect("the reader has come").0,
            windows.clone(),
            Unread::default(),
        );
        let window = windows.open(&Arc::new(file), 7, 2_900_001).expect("the window lies in the file");
        let expected = [b"head", &film[7..2_900_008], b"tail"].concat();
        let write = async {
            let mut all = std::collections::VecDeque::from([
                Bytes::from_static(b"head"),
                window,
                Bytes::from_static(b"tail"),
            ]);
            while let Some(first) = all.front_mut() {
                if first.is_empty() {
                    all.pop_front();
                    continue;
                }
                let slices: Vec<_> = all.iter().map(|bytes| IoSlice::new(bytes)).collect();
                let written = outlet.write_vectored(&slices).await.expect("the reader reads");
                drop(slices);
                // No call goes beyond the first piece here: the window stands alone between the others.
                let _ = all[0].split_to(written);
            }
            outlet.shutdown().await.expect("the reader is still there");
        };
        let mut received = Vec::new();
        let (_, read) = tokio::join!(write, reader.read_to_end(&mut received));
        read.expect("the writer ended well");
        assert!(received == expected, "{} of {} bytes", received.len(), expected.len());
        assert!(windows.lock().is_empty());
    }
}
