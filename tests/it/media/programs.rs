//! The two programs: what they link and what the worker says of itself.

use std::process::{Command, Stdio};

/// The libraries that an ELF program needs, as its dynamic section names them.
fn needs(program: &str) -> Vec<String> {
    let bytes = std::fs::read(program).expect("the program was built for this test");
    let long = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
    let int = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let short = |at: usize| u16::from_le_bytes(bytes[at..at + 2].try_into().expect("two bytes"));
    assert_eq!(&bytes[..6], b"\x7fELF\x02\x01", "a 64-bit little-endian ELF");
    let (table, count) = (long(0x28) as usize, usize::from(short(0x3c)));
    let section = |index: usize| table + index * usize::from(short(0x3a));
    let mut names = Vec::new();
    for header in (0..count).map(section).filter(|header| int(header + 4) == 6) {
        // SHT_DYNAMIC; its link is the table of strings.
        let strings = long(section(int(header + 0x28) as usize) + 0x18) as usize;
        let (start, size) = (long(header + 0x18) as usize, long(header + 0x20) as usize);
        for entry in (start..start + size).step_by(16).filter(|entry| long(*entry) == 1) {
            let name = strings + long(entry + 8) as usize;
            let end = bytes[name..].iter().position(|byte| *byte == 0).expect("strings end");
            names.push(String::from_utf8_lossy(&bytes[name..name + end]).into_owned());
        }
    }
    names
}

#[test]
fn server_links_no_gstreamer_and_the_worker_does() {
    let is_gstreamer = |name: &String| name.starts_with("libgst") || name.starts_with("libglib");
    let server = needs(env!("CARGO_BIN_EXE_lucarne"));
    assert!(server.iter().any(|name| name.starts_with("libc.so")), "the table was read: {server:?}");
    assert!(!server.iter().any(is_gstreamer), "{server:?}");
    let worker = needs(env!("CARGO_BIN_EXE_lucarne-media"));
    assert!(worker.iter().any(is_gstreamer), "{worker:?}");
}

#[test]
fn worker_without_an_order_says_what_it_is() {
    let output = Command::new(env!("CARGO_BIN_EXE_lucarne-media"))
        .stdin(Stdio::null())
        .output()
        .expect("the program was built for this test");
    assert!(output.status.success());
    let words = String::from_utf8_lossy(&output.stdout);
    assert_eq!(words.lines().count(), 1);
    assert!(words.contains("lucarne-media prepares films"), "{words}");
}

#[test]
fn worker_ends_with_the_server() {
    use std::io::Write;
    let order = format!(
        "{}\n",
        serde_json::json!({"job": "fail", "how": "hang", "registry": "/usr", "accept_without": [],
            "limits": {"memory_bytes": 1_u64 << 30, "cpu_seconds": 10, "file_bytes": 1, "pixels": 1,
                       "stall_seconds": 1, "total_seconds": 1}})
    );
    let mut worker = Command::new(env!("CARGO_BIN_EXE_lucarne-media"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program was built for this test");
    let mut stdin = worker.stdin.take().expect("it was piped");
    stdin.write_all(order.as_bytes()).expect("it listens");
    // What a dying server does: all its pipes close.
    drop(stdin);
    let status = worker.wait().expect("it is our child");
    assert_eq!(status.code(), Some(1));
}
