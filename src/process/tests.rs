use super::*;

fn shell(script: &str) -> Run {
    Run {
        program: "sh".into(),
        args: vec!["-c".into(), script.into()],
        folder: "/".into(),
        stall: Duration::from_secs(30),
        ..Run::default()
    }
}

#[test]
fn output_and_complaints_are_collected_apart() {
    let output = shell("echo out; echo err >&2; exit 3").output().unwrap();

    assert_eq!(output.stdout, b"out\n");
    assert_eq!(output.stderr, b"err\n");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_program_reads_what_it_is_given_and_otherwise_nothing() {
    assert_eq!(shell("cat").output().unwrap().stdout, b"");
    let with_input = Run { input: Some(b"tea".to_vec()), ..shell("cat") };

    assert_eq!(with_input.output().unwrap().stdout, b"tea");
}

#[test]
fn much_output_on_both_streams_does_not_wedge() {
    let output = shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero").output().unwrap();

    assert_eq!((output.stdout.len(), output.stderr.len()), (300_000, 300_000));
}

#[test]
fn a_silent_program_is_stopped_with_its_children_even_when_it_ignores_the_request() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("pid");
    let script = format!("trap '' TERM; sleep 1000 & echo $! > {}; wait; wait", mark.display());
    let run = Run { stall: Duration::from_millis(300), ..shell(&script) };

    assert!(matches!(run.output(), Err(Error::Stalled { .. })));
    let child: i32 = std::fs::read_to_string(mark).unwrap().trim().parse().unwrap();
    assert!(cfg!(not(target_os = "linux")) || (0..100_000).any(|_| is_gone(child)));
}

/// Whether a process has ended; killing takes a moment after the call.
fn is_gone(pid: i32) -> bool {
    std::thread::yield_now();
    std::fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z"))
}

#[test]
fn a_program_that_may_not_go_on_is_stopped_though_it_talks() {
    let mut asked = 0;
    let stopped = shell("while :; do echo on; done").output_while(&mut || {
        asked += 1;
        asked < 3
    });

    assert!(matches!(stopped, Err(Error::Stopped(program)) if program == "sh"));
}

#[test]
fn a_child_left_behind_does_not_hold_up_the_answer() {
    let output = shell("sleep 1000 & echo $!").output().unwrap();

    let child: i32 = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(child).unwrap(), rustix::process::Signal::KILL)
        .unwrap();
}

#[test]
fn a_program_may_be_silent_while_the_person_is_asked() {
    let is_asking = Some(Arc::new(AtomicBool::new(true)));

    let run = Run { stall: Duration::from_millis(1), is_asking, ..shell("sleep 0.3; echo there") };

    assert_eq!(run.output().unwrap().stdout, b"there\n");
}

#[test]
fn a_program_that_is_not_installed_is_named() {
    let run = Run { program: "no-such-program-here".into(), ..shell("") };

    assert!(matches!(run.output(), Err(Error::Missing(name)) if name == "no-such-program-here"));
}

#[test]
fn the_search_follows_the_path_of_the_run_and_ignores_relative_folders() {
    let run = Run { env: vec![("PATH".into(), "".into())], ..shell("true") };

    assert!(matches!(run.output(), Err(Error::Missing(_))));
    assert!(find(OsStr::new("sh"), Some(OsStr::new("bin:."))).is_err());
}

#[test]
fn an_editor_command_is_split_as_a_shell_would() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a note.md");
    std::fs::File::create(&file).unwrap();

    let status = edit("sh -c 'test -f \"$1\" && exit 7' x", &file).unwrap();

    assert_eq!(status.code(), Some(7));
    assert!(matches!(edit("vi 'open", &file), Err(Error::Unsplittable(_))));
    assert!(matches!(edit("  ", &file), Err(Error::Empty)));
}
