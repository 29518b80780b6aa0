//! The exercise of the limits: does on purpose what a decoder that was taken over would do.

use std::time::Duration;

use lucarne::media::protocol::{Event, Failure, FailureKind, Misbehaviour};

/// What every file system has and this job has no business with.
const FORBIDDEN_FILE: &str = "/etc/passwd";

pub fn misbehave(how: Misbehaviour) -> Result<Event, Failure> {
    match how {
        Misbehaviour::Crash => {
            let nowhere = std::hint::black_box(64_usize) as *mut u8;
            // SAFETY: none. The point is to die of it, as broken C code does; the first page is never mapped.
            unsafe { nowhere.write_volatile(1) };
            Err(Failure::internal("survived a wild memory access"))
        }
        Misbehaviour::Hang => loop {
            std::thread::sleep(Duration::from_secs(3600));
        },
        Misbehaviour::Memory => {
            let mut taken: Vec<Vec<u8>> = Vec::new();
            loop {
                taken.push(vec![1; 64 << 20]);
            }
        }
        Misbehaviour::Escape => escape(),
    }
}

/// Tries the doors; fails if one of them opens.
fn escape() -> Result<Event, Failure> {
    let mut names = Vec::new();
    let mut open = Vec::new();
    let mut note = |name: &str, opened: bool| {
        if opened { open.push(name.to_owned()) } else { names.push(name.to_owned()) }
    };
    note("file", std::fs::read(FORBIDDEN_FILE).is_ok());
    note("new file", std::fs::write("/var/tmp/lucarne-escape", b"out").is_ok());
    note("network", std::net::UdpSocket::bind("127.0.0.1:0").is_ok());
    note("program", std::process::Command::new("/bin/true").status().is_ok());
    if open.is_empty() {
        Ok(Event::Protections { names })
    } else {
        Err(Failure::new(FailureKind::SandboxRefused, format!("these doors are open: {}", open.join(", "))))
    }
}
