#![expect(clippy::disallowed_methods, reason = "the tests write as other programs do")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::time::{Duration, UNIX_EPOCH};

use super::fault::{Failure, Fault, Outcome, Plan, rehearse};
use super::*;

const OLD: &[u8] = b"old text, quite short\n";
const NEW: &[u8] = b"new text, which is a good deal longer than the old one\n";

/// A folder in memory where there is one: these tests sync a great many times.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn visible(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

fn hidden(folder: &Path) -> usize {
    fs::read_dir(folder)
        .unwrap()
        .filter(|it| it.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'))
        .count()
}

fn failing(at: u64, fault: Fault, lasting: bool) -> Plan {
    Plan { fail: Some(Failure { at, lasting, fault }), ..Plan::default() }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Create,
    CreateInNewFolders,
    Replace,
    Put,
    PutUnsynced,
    Append,
    Rename,
    RenameToNewFolder,
    Remove,
    RemoveExpected,
    CreateAll,
    RemoveAll,
}

impl Act {
    const ALL: [Self; 12] = [
        Self::Create,
        Self::CreateInNewFolders,
        Self::Replace,
        Self::Put,
        Self::PutUnsynced,
        Self::Append,
        Self::Rename,
        Self::RenameToNewFolder,
        Self::Remove,
        Self::RemoveExpected,
        Self::CreateAll,
        Self::RemoveAll,
    ];

    fn prepare(self, root: &Path) {
        match self {
            Self::Create | Self::CreateInNewFolders | Self::CreateAll => {}
            Self::Replace
            | Self::Put
            | Self::PutUnsynced
            | Self::Append
            | Self::Rename
            | Self::RenameToNewFolder
            | Self::Remove
            | Self::RemoveExpected
            | Self::RemoveAll => create(&root.join("tea.md"), OLD).unwrap(),
        }
    }

    fn run(self, root: &Path) -> Result<(), Error> {
        let file = root.join("tea.md");
        match self {
            Self::Create => create(&file, NEW),
            Self::CreateInNewFolders => create(&root.join("a/b/tea.md"), NEW),
            Self::Replace => replace(&file, OLD, NEW),
            Self::Put => put(&file, NEW),
            Self::PutUnsynced => put_unsynced(&file, NEW),
            Self::Append => append(&file, "a line"),
            Self::Rename => rename(&file, &root.join("green-tea.md")),
            Self::RenameToNewFolder => rename(&file, &root.join("a/tea.md")),
            Self::Remove => remove(&file),
            Self::RemoveExpected => remove_expected(&file, OLD),
            Self::CreateAll => create_all(&[(file, NEW), (root.join("a/mate.md"), NEW)], UNIX_EPOCH, &mut |_| {}),
            Self::RemoveAll => remove_all_expected(&[(file, OLD)]),
        }
    }

    /// Says what is wrong with the folder, given whether the act said it was done.
    fn judge(self, root: &Path, done: bool) -> Result<(), String> {
        let content = |name: &str| fs::read(root.join(name)).ok();
        let (tea, appended) = (content("tea.md"), [OLD, b"a line\n"].concat());
        let fine = match self {
            Self::Create => tea.as_deref() == Some(NEW) || (!done && tea.is_none()),
            Self::CreateInNewFolders => {
                let deep = content("a/b/tea.md");
                deep.as_deref() == Some(NEW) || (!done && deep.is_none())
            }
            Self::Replace | Self::Put | Self::PutUnsynced => {
                tea.as_deref() == Some(NEW) || (!done && tea.as_deref() == Some(OLD))
            }
            Self::Append => tea == Some(appended) || (!done && tea.is_some_and(|tea| tea.starts_with(OLD))),
            Self::Rename | Self::RenameToNewFolder => {
                let target = content(if self == Self::Rename { "green-tea.md" } else { "a/tea.md" });
                let moved = target.as_deref() == Some(OLD);
                (moved && tea.is_none()) || (!done && tea.as_deref() == Some(OLD))
            }
            Self::Remove => tea.is_none() || (!done && tea.as_deref() == Some(OLD)),
            Self::CreateAll => {
                [tea, content("a/mate.md")].iter().all(|made| made.as_deref() == Some(NEW) || (!done && made.is_none()))
            }
            // Between the two steps of a removal it lies aside.
            Self::RemoveExpected | Self::RemoveAll => tea.is_none() || (!done && tea.as_deref() == Some(OLD)),
        };
        if fine { Ok(()) } else { Err(format!("{self:?}, done: {done}: {:?}", visible(root))) }
    }
}

fn run_under(act: Act, plan: Plan) -> (tempfile::TempDir, Outcome<Result<(), Error>>) {
    let root = folder();
    act.prepare(root.path());
    let outcome = rehearse(plan, || act.run(root.path()));
    (root, outcome)
}

#[test]
fn every_call_may_fail_and_old_or_new_content_is_whole() {
    for plain_renames in [false, true] {
        for act in Act::ALL {
            let calls = run_under(act, Plan { plain_renames, ..Plan::default() }).1.calls;
            assert!(calls >= 2, "{act:?} is counted");
            for (at, fault) in
                (1..=calls).flat_map(|at| [Fault::Full, Fault::Io, Fault::Denied].map(|fault| (at, fault)))
            {
                for lasting in [false, true] {
                    let plan = Plan { plain_renames, ..failing(at, fault, lasting) };
                    let (root, outcome) = run_under(act, plan.clone());
                    let result = outcome.result.unwrap();

                    act.judge(root.path(), result.is_ok()).unwrap_or_else(|wrong| panic!("{wrong} under {plan:?}"));
                    // Anything else in sight would be taken for an entry.
                    assert!(visible(root.path()).len() <= 2, "{act:?} under {plan:?}: {:?}", visible(root.path()));
                    if let Err(error) = result {
                        assert_eq!(
                            matches!(error, Error::Full(_)),
                            fault == Fault::Full,
                            "{act:?} {plan:?}: {error:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn an_act_that_fails_once_leaves_no_rest_behind_but_where_the_tidying_itself_failed() {
    for act in [Act::Create, Act::Replace, Act::Put, Act::PutUnsynced] {
        let calls = run_under(act, Plan::default()).1.calls;
        let left =
            (1..=calls).map(|at| hidden(run_under(act, failing(at, Fault::Full, false)).0.path())).sum::<usize>();

        // Only `replace` removes something (the old content) when all went well.
        assert_eq!(left, usize::from(act == Act::Replace), "{act:?}");
    }
}

#[test]
fn short_writes_and_interruptions_are_nobodys_business() {
    for act in Act::ALL {
        let calls = run_under(act, Plan::default()).1.calls;
        for (at, fault) in (1..=calls).flat_map(|at| [(at, Fault::Interrupted), (at, Fault::Short)]) {
            let (root, outcome) = run_under(act, failing(at, fault, false));

            outcome.result.unwrap().unwrap_or_else(|error| panic!("{act:?} {at} {fault:?}: {error:?}"));
            act.judge(root.path(), true).unwrap();
            assert_eq!(hidden(root.path()), 0);
        }
    }
    let (root, outcome) = run_under(Act::Create, failing(1, Fault::Short, true));
    outcome.result.unwrap().unwrap();
    Act::Create.judge(root.path(), true).unwrap();
}

#[test]
fn a_crash_at_any_point_leaves_old_or_new_content_whole() {
    for act in Act::ALL {
        let points = run_under(act, Plan::default()).1.points;
        assert!(!points.is_empty(), "{act:?} has points");
        for (place, label) in points.iter().enumerate() {
            let time = points[..=place].iter().filter(|it| *it == label).count() as u64;
            let (root, outcome) = run_under(act, Plan { crash: Some((label.clone(), time)), ..Plan::default() });

            assert!(outcome.result.is_none(), "{act:?} ends at {label}");
            act.judge(root.path(), false).unwrap_or_else(|wrong| panic!("{wrong} at {label}"));
        }
    }
}

#[test]
fn creating_never_overwrites() {
    for plain_renames in [false, true] {
        let root = folder();
        let file = root.path().join("tea.md");
        fs::write(&file, OLD).unwrap();

        let result = rehearse(Plan { plain_renames, ..Plan::default() }, || create(&file, NEW)).result.unwrap();

        assert!(matches!(result, Err(Error::Exists(path)) if path == file));
        assert_eq!((fs::read(&file).unwrap().as_slice(), hidden(root.path())), (OLD, 0));
    }
}

#[test]
fn creating_does_not_write_through_a_symbolic_link() {
    let (root, outside) = (folder(), folder());
    let target = outside.path().join("target");
    symlink(&target, root.path().join("tea.md")).unwrap();

    assert!(matches!(create(&root.path().join("tea.md"), NEW), Err(Error::Exists(_))));
    assert!(!target.exists());
}

#[test]
fn replacing_refuses_what_is_not_expected() {
    let root = folder();
    let file = root.path().join("tea.md");
    assert!(matches!(replace(&file, OLD, NEW), Err(Error::Changed(_))), "gone");

    fs::write(&file, "edited elsewhere").unwrap();

    assert!(matches!(replace(&file, OLD, NEW), Err(Error::Changed(_))));
    assert_eq!(fs::read(&file).unwrap(), b"edited elsewhere");
}

/// Runs `replace` up to the exchange, lets somebody else act, and goes on.
fn replace_while(somebody: impl FnOnce(&Path)) -> (tempfile::TempDir, Result<(), Error>) {
    let root = folder();
    let file = root.path().join("tea.md");
    fs::write(&file, OLD).unwrap();
    let like = fs::metadata(&file).unwrap();
    let temp = stage(&file, NEW, Access::Like(&like), Sync::Durable).unwrap();
    somebody(&file);
    let result = place::over_expected(&temp, &file, OLD, NEW);
    (root, result)
}

#[test]
fn a_text_written_between_look_and_exchange_stays() {
    let (root, result) = replace_while(|file| fs::write(file, "in between").unwrap());

    assert!(matches!(result, Err(Error::Changed(_))));
    assert_eq!(fs::read(root.path().join("tea.md")).unwrap(), b"in between");
    assert_eq!((visible(root.path()).len(), hidden(root.path())), (1, 0));
}

#[test]
fn a_file_removed_between_look_and_exchange_stays_removed() {
    let (root, result) = replace_while(|file| fs::remove_file(file).unwrap());

    assert!(matches!(result, Err(Error::Changed(_))));
    assert_eq!((visible(root.path()).len(), hidden(root.path())), (0, 0));
}

#[test]
fn both_texts_are_kept_in_sight_when_the_exchange_cannot_be_undone() {
    let root = folder();
    let (file, temp) = (root.path().join("tea.md"), root.path().join(".riffle-1-1.tmp"));
    fs::write(&file, NEW).unwrap();
    fs::write(&temp, "somebody's").unwrap();

    // The first call is the exchange back.
    let outcome = rehearse(failing(1, Fault::Io, false), || place::give_back(&temp, &file, NEW));

    assert!(outcome.result.is_some());
    let names = visible(root.path());
    assert_eq!(names.len(), 2, "{names:?}");
    let kept = names.iter().find(|name| name.starts_with("tea-recovered-") && name.ends_with(".md")).unwrap();
    assert_eq!(fs::read(root.path().join(kept)).unwrap(), b"somebody's");
}

#[test]
fn permission_bits_stay_and_new_files_have_usual_ones() {
    let root = folder();
    let (file, plain) = (root.path().join("tea.md"), root.path().join("plain.md"));
    fs::write(&file, OLD).unwrap();
    fs::write(&plain, OLD).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;

    replace(&file, OLD, NEW).unwrap();
    create(&root.path().join("new.md"), NEW).unwrap();
    put(&root.path().join("state"), NEW).unwrap();

    assert_eq!(mode(&file), 0o640);
    assert_eq!(mode(&root.path().join("new.md")), mode(&plain));
    assert_eq!(mode(&root.path().join("state")), 0o600);
}

#[test]
fn a_symbolic_link_stays_one_when_its_file_is_replaced_or_put() {
    let root = folder();
    let (file, link) = (root.path().join("tea.md"), root.path().join("link.md"));
    fs::write(&file, OLD).unwrap();
    symlink("tea.md", &link).unwrap();

    replace(&link, OLD, NEW).unwrap();
    put(&link, OLD).unwrap();

    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), OLD);
}

#[test]
fn lines_are_appended_and_a_torn_one_is_not_continued() {
    let root = folder();
    let file = root.path().join("log/one.jsonl");

    append(&file, "first").unwrap();
    fs::write(&file, "first\nsec").unwrap();
    append(&file, "third").unwrap();

    assert_eq!(fs::read_to_string(&file).unwrap(), "first\nsec\nthird\n");
}

#[test]
fn appending_refuses_a_symbolic_link() {
    let root = folder();
    let secret = root.path().join("secret");
    fs::write(&secret, "").unwrap();
    symlink(&secret, root.path().join("log")).unwrap();

    assert!(matches!(append(&root.path().join("log"), "line"), Err(Error::Write { .. })));
    assert_eq!(fs::read(&secret).unwrap(), b"");
}

#[test]
fn renaming_never_overwrites_but_changes_case() {
    for plain_renames in [false, true] {
        let root = folder();
        let at = |name: &str| root.path().join(name);
        fs::write(at("tea.md"), OLD).unwrap();
        fs::write(at("coffee.md"), NEW).unwrap();
        let plan = Plan { plain_renames, ..Plan::default() };

        let taken = rehearse(plan.clone(), || rename(&at("tea.md"), &at("coffee.md"))).result.unwrap();
        let missing = rehearse(plan.clone(), || rename(&at("milk.md"), &at("water.md"))).result.unwrap();
        let cased = rehearse(plan, || rename(&at("tea.md"), &at("Tea.md"))).result.unwrap();

        assert!(matches!(taken, Err(Error::Exists(_))));
        assert!(matches!(missing, Err(Error::Write { .. })));
        assert!(cased.is_ok());
        assert_eq!(visible(root.path()), ["Tea.md", "coffee.md"]);
        assert_eq!(fs::read(at("coffee.md")).unwrap(), NEW);
    }
}

#[test]
fn two_hard_links_whose_names_differ_in_case_are_not_taken_for_one_name() {
    let root = folder();
    let at = |name: &str| root.path().join(name);
    fs::write(at("tea.md"), OLD).unwrap();
    fs::hard_link(at("tea.md"), at("Tea.md")).unwrap();

    assert!(matches!(rename(&at("tea.md"), &at("Tea.md")), Err(Error::Exists(_))));
    assert_eq!(visible(root.path()), ["Tea.md", "tea.md"]);
}

#[test]
fn removing_the_expected_keeps_what_somebody_wrote() {
    let root = folder();
    let file = root.path().join("tea.md");
    fs::write(&file, "edited elsewhere").unwrap();

    assert!(matches!(remove_expected(&file, OLD), Err(Error::Changed(_))));
    assert_eq!((visible(root.path()), hidden(root.path())), (vec!["tea.md".to_owned()], 0));

    remove_expected(&file, b"edited elsewhere").unwrap();
    assert_eq!((visible(root.path()).len(), hidden(root.path())), (0, 0));
}

#[test]
fn one_lock_at_a_time_and_it_ends_with_its_value() {
    let root = folder();
    let file = root.path().join("state/write.lock");
    let held = lock(&file).unwrap();

    assert!(try_lock(&file).unwrap().is_none());
    assert!(matches!(lock::lock_within(&file, Duration::ZERO), Err(Error::Locked(_))));

    drop(held);
    assert!(try_lock(&file).unwrap().is_some());
}

#[test]
fn a_lock_on_a_removed_file_keeps_nobody_out() {
    let root = folder();
    let file = root.path().join("write.lock");
    let old = lock(&file).unwrap();
    fs::remove_file(&file).unwrap();

    let new = try_lock(&file).unwrap();

    assert!(new.is_some() && try_lock(&file).unwrap().is_none());
    drop(old);
}

#[test]
fn a_folder_in_the_way_or_a_missing_permission_is_named() {
    let root = folder();
    fs::write(root.path().join("notes"), OLD).unwrap();

    let error = create(&root.path().join("notes/tea.md"), NEW).unwrap_err();
    assert!(error.to_string().contains("notes"), "{error}");

    let denied = run_under(Act::Create, failing(1, Fault::Denied, false)).1.result.unwrap().unwrap_err();
    let Error::Write { source, .. } = &denied else { panic!("{denied:?}") };
    assert!(denied.to_string().starts_with("cannot write ") && source.kind() == ErrorKind::PermissionDenied);
}

#[test]
fn failures_are_understood_from_the_environment() {
    assert_eq!("3:ENOSPC".parse(), Ok(Failure { at: 3, lasting: false, fault: Fault::Full }));
    assert_eq!("12+:EIO".parse(), Ok(Failure { at: 12, lasting: true, fault: Fault::Io }));
    for wrong in ["", "3", "x:EIO", "3:EWHAT", "1+:EINTR"] {
        assert_eq!(wrong.parse::<Failure>(), Err(()), "{wrong}");
    }
}
