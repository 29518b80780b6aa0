//! The walls around the worker, put up before its first thread: no new privileges, resource limits,
//! Landlock (which files), seccomp (which system calls). What the kernel does not enforce is not claimed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};
use lucarne::media::protocol::{Failure, FailureKind, Job, Order};
use rustix::process::{Resource, Rlimit, Signal};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

/// What programs of a Unix read of their surroundings: libraries, facts about the processor.
const READABLE: [&str; 12] = [
    "/usr",
    "/lib",
    "/lib64",
    "/nix/store",
    "/run/opengl-driver",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self",
    "/sys/devices/system/cpu",
    "/dev/urandom",
];
/// The doors to video hardware, and the sink of all things.
const DEVICES: [&str; 4] = ["/dev/null", "/dev/dri", "/dev/dma_heap", "/dev/v4l"];

/// Works on for others first, on the processor and on the disk.
pub fn lower_priority() {
    // Only a kindness: where it is refused, the work is done all the same.
    let _ = rustix::process::nice(10);
    let lowest_best_effort = (2 << 13) | 7;
    // SAFETY: ioprio_set(IOPRIO_WHO_PROCESS, ourselves, value) takes three integers and touches no memory.
    let _ = unsafe { libc::syscall(libc::SYS_ioprio_set, 1, 0, lowest_best_effort) };
}

/// Asks the kernel to kill this process when the thread that started it ends.
pub fn end_with_parent() -> Result<(), Failure> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))
        .map_err(|error| Failure::internal(format!("cannot be tied to the parent: {error}")))
}

/// Puts the walls up and returns the names of those that stand.
pub fn put_on(order: &Order) -> Result<Vec<String>, Failure> {
    let mut standing = Vec::new();
    let mut missing = Vec::new();
    let mut note = |name: &str, built: Result<(), String>| match built {
        Ok(()) => standing.push(name.to_owned()),
        Err(why) => missing.push((name.to_owned(), why)),
    };
    note("limits", limit(order));
    let (read, write) = paths(order);
    let mut network = false;
    note("landlock", fence(&read, &write).map(|also_network| network = also_network));
    if network {
        note("landlock-network", Ok(()));
    }
    note("seccomp", filter());
    let refused: Vec<String> = missing
        .into_iter()
        .filter(|(name, _)| !order.accept_without.contains(name))
        .map(|(name, why)| format!("{name}: {why}"))
        .collect();
    if refused.is_empty() {
        Ok(standing)
    } else {
        Err(Failure::new(FailureKind::SandboxRefused, refused.join("; ")))
    }
}

/// The files and folders that this job is about: those to read, those to write in.
fn paths(order: &Order) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let mut read = vec![order.registry.clone()];
    let mut write = Vec::new();
    match &order.job {
        Job::Probe { source } => read.push(source.clone()),
        Job::Prepare(wish) => {
            read.push(wish.source.clone());
            read.extend(wish.still.clone());
            write.push(wish.folder.clone());
        }
        Job::Picture { source, outputs } | Job::Frame { source, outputs, .. } => {
            read.push(source.clone());
            write.extend(outputs.iter().filter_map(|output| output.path.parent()).map(Path::to_owned));
        }
        Job::Registry | Job::Candidates | Job::Trial { .. } | Job::Fail { .. } => {}
    }
    (read, write)
}

fn limit(order: &Order) -> Result<(), String> {
    let limits = &order.limits;
    let both = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    let set = |resource, name: &str, value| {
        rustix::process::setrlimit(resource, both(value)).map_err(|error| format!("{name}: {error}"))
    };
    set(Resource::Core, "core", 0)?;
    set(Resource::As, "memory", limits.memory_bytes)?;
    set(Resource::Cpu, "processor time", limits.cpu_seconds)?;
    set(Resource::Fsize, "file size", limits.file_bytes)?;
    // A file that is too large should be an error to report, not a signal to die of.
    // SAFETY: SIG_IGN is a valid disposition, and no other thread exists yet.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    Ok(())
}

/// Landlock: everything that is not named is out of reach. Tells whether the network is as well.
fn fence(read: &[PathBuf], write: &[PathBuf]) -> Result<bool, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let abi = ABI::V6;
    let look = AccessFs::ReadFile | AccessFs::ReadDir;
    let files = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate;
    let folder = files | AccessFs::ReadDir | AccessFs::MakeReg | AccessFs::RemoveFile;
    let device = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::ReadDir | AccessFs::IoctlDev;
    let mut fence = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|fence| fence.handle_access(AccessNet::from_all(abi)))
        .and_then(|fence| fence.scope(Scope::from_all(abi)))
        .and_then(|fence| fence.create())
        .map_err(|error| text(&error))?;
    let video = std::fs::read_dir("/dev")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("video")));
    let mut allowed: Vec<(PathBuf, BitFlags<AccessFs>, bool)> = Vec::new();
    allowed.extend(READABLE.iter().map(|path| (PathBuf::from(path), look, false)));
    allowed.extend(DEVICES.iter().map(|path| (PathBuf::from(path), device, false)));
    allowed.extend(video.map(|path| (path, device, false)));
    allowed.extend(read.iter().map(|path| (path.clone(), look, true)));
    allowed.extend(write.iter().map(|path| (path.clone(), folder, true)));
    for (path, access, required) in allowed {
        let opened = match PathFd::new(&path) {
            Ok(opened) => opened,
            Err(error) if required => return Err(format!("{}: {error}", path.display())),
            Err(_) => continue,
        };
        let single = path.is_file() || !path.is_dir();
        let access = if single { access & AccessFs::from_file(abi) } else { access };
        fence = fence.add_rule(PathBeneath::new(opened, access)).map_err(|error| text(&error))?;
    }
    let status = fence.restrict_self().map_err(|error| text(&error))?;
    match status.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has no Landlock".to_owned()),
        RulesetStatus::FullyEnforced => Ok(true),
        // The network came with ABI 4; an older kernel enforces the files alone.
        RulesetStatus::PartiallyEnforced => Ok(landlock_version() >= 4),
    }
}

/// The ABI version that the kernel offers; 0 without Landlock.
fn landlock_version() -> i64 {
    let ask_version = 1;
    // SAFETY: with the version flag, landlock_create_ruleset takes no pointer and only returns a number.
    unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<u8>(), 0_usize, ask_version) }
        .max(0)
}

/// seccomp: a list of what decoding needs. No sockets, no other programs, no tracing, no mounts, no keys.
/// All else looks like a system call that does not exist, which C libraries know how to live with.
fn filter() -> Result<(), String> {
    let arch = std::env::consts::ARCH.try_into().map_err(|_| "unknown processor".to_owned())?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = CALLS.iter().map(|call| (*call, Vec::new())).collect();
    rules.extend(OLDER_CALLS.iter().map(|call| (*call, Vec::new())));
    // Threads are made, processes are not.
    let thread = libc::CLONE_THREAD as u64;
    let is_thread = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(thread), thread)
        .and_then(|condition| SeccompRule::new(vec![condition]))
        .map_err(|error| error.to_string())?;
    rules.insert(libc::SYS_clone, vec![is_thread]);
    let program: BpfProgram =
        SeccompFilter::new(rules, SeccompAction::Errno(libc::ENOSYS as u32), SeccompAction::Allow, arch)
            .and_then(TryInto::try_into)
            .map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&program).map_err(|error| error.to_string())
}

const CALLS: [i64; 89] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_preadv,
    libc::SYS_pwritev,
    libc::SYS_openat,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_statfs,
    libc::SYS_fstatfs,
    libc::SYS_lseek,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_mincore,
    libc::SYS_mlock,
    libc::SYS_munlock,
    libc::SYS_brk,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_ioctl,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_get_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getpgid,
    libc::SYS_tgkill,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_times,
    libc::SYS_getrusage,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_getattr,
    libc::SYS_sched_getparam,
    libc::SYS_sched_getscheduler,
    libc::SYS_sched_get_priority_max,
    libc::SYS_sched_get_priority_min,
    libc::SYS_getpriority,
    libc::SYS_prctl,
    libc::SYS_prlimit64,
    libc::SYS_ppoll,
    libc::SYS_pselect6,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    libc::SYS_pipe2,
    // A pair of sockets that know only each other: GStreamer's way to wake a thread.
    libc::SYS_socketpair,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_fcntl,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_fadvise64,
    libc::SYS_getdents64,
    libc::SYS_getcwd,
    libc::SYS_readlinkat,
    libc::SYS_faccessat,
    libc::SYS_unlinkat,
    libc::SYS_umask,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_uname,
    libc::SYS_sysinfo,
];

/// Calls that newer architectures do without.
#[cfg(target_arch = "x86_64")]
const OLDER_CALLS: [i64; 16] = [
    libc::SYS_open,
    libc::SYS_stat,
    libc::SYS_lstat,
    libc::SYS_access,
    libc::SYS_readlink,
    libc::SYS_unlink,
    libc::SYS_pipe,
    libc::SYS_dup2,
    libc::SYS_poll,
    libc::SYS_select,
    libc::SYS_epoll_wait,
    libc::SYS_arch_prctl,
    libc::SYS_time,
    libc::SYS_getdents,
    libc::SYS_getrlimit,
    libc::SYS_memfd_create,
];
#[cfg(not(target_arch = "x86_64"))]
const OLDER_CALLS: [i64; 1] = [libc::SYS_memfd_create];
