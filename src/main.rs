//! The command line of Lucarne; see `lucarne::command`.

fn main() -> std::process::ExitCode {
    match lucarne::command::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            std::process::ExitCode::FAILURE
        }
    }
}
