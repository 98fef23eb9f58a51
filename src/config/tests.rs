use proptest::prelude::*;

use super::*;

fn read(text: &str) -> (Config, Vec<(usize, String)>) {
    read::config(text)
}

fn complaints(text: &str) -> Vec<(usize, String)> {
    read(text).1
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 7).unwrap()
}

#[test]
fn what_the_file_says_counts_and_the_rest_stays_as_it_is() {
    let (config, complaints) = read(
        r#"
        store = "/home/me/store"
        theme = "mono"
        glyphs = "ascii"
        ambiguous_width = 2
        keymap = "vim"
        which_key_after = 0x10
        mouse = true
        confirm_quit = true
        search_url = "https://e.org/?q={query}"
        paths.note = "{year}/{month}/{slug}.md"
        [folders]
        "Lesezeichen/" = "bookmark"
        notes = "nugget"
        "#,
    );

    assert_eq!(complaints, []);
    assert_eq!(config.store, Some(PathBuf::from("/home/me/store")));
    assert_eq!((config.theme.as_deref(), config.glyphs, config.ambiguous_width), (Some("mono"), Glyphs::Ascii, 2));
    assert_eq!((config.keymap.as_str(), config.which_key_after), ("vim", 16));
    assert!(config.mouse && config.confirm_quit);
    assert_eq!(config.search_url.as_deref(), Some("https://e.org/?q={query}"));
    assert_eq!(config.paths[0], "{year}/{month}/{slug}.md");
    assert_eq!(config.paths[1], Config::default().paths[1]);
    let kind = |folder: &str| config.folders.iter().find(|(name, _)| name == folder).map(|(_, kind)| *kind);
    assert_eq!(kind("Lesezeichen"), Some(Kind::Bookmark));
    assert_eq!((kind("notes"), kind("journal")), (Some(Kind::Nugget), Some(Kind::Journal)));
}

#[test]
fn a_missing_file_is_the_defaults_without_complaint() {
    let folder = tempfile::tempdir().unwrap();

    let (config, complaints) = Config::load(&folder.path().join("config.toml"));

    assert_eq!((config.keymap.as_str(), complaints), ("default", Vec::new()));
}

#[test]
fn a_typo_is_reported_with_its_line_and_the_nearest_name() {
    let text = "mouse = true\n\nglyhps = \"ascii\"\n[paths]\nnotes = \"a/{slug}.md\"\n";

    let (config, complaints) = read(text);

    assert!(config.mouse, "the rest of the file counts");
    assert_eq!(complaints[0], (3, "unknown setting \"glyhps\"; did you mean \"glyphs\"?".into()));
    assert_eq!(complaints[1], (5, "unknown kind of entry \"notes\"; did you mean \"note\"?".into()));
    assert_eq!(complaints.len(), 2);
}

#[test]
fn a_wrong_type_or_value_says_what_was_expected() {
    let table = [
        ("mouse = \"yes\"", "\"mouse\" is true or false, not \"yes\""),
        ("ambiguous_width = 3", "\"ambiguous_width\" is a number from 1 to 2, not 3"),
        ("which_key_after = -1", "\"which_key_after\" is a number from 0 to 60000, not -1"),
        (
            "which_key_after = 99999999999999999999",
            "\"which_key_after\" is a number from 0 to 60000, not 99999999999999999999",
        ),
        ("keymap = \"vmi\"", "\"keymap\" is one of default, vim, emacs, plain, not \"vmi\"; did you mean \"vim\"?"),
        ("keymap = 1", "\"keymap\" is one of default, vim, emacs, plain, not 1"),
        ("store = \"notes\"", "\"store\" is a whole path or begins with ~/, not \"notes\""),
        ("paths = 1", "\"paths\" is a table that begins with [paths], not 1"),
        ("folders = [1, 2]", "\"folders\" is a table that begins with [folders], not [1, 2]"),
        (
            "folders.a = \"nots\"",
            "\"folders.a\" is one of note, bookmark, nugget, journal, not \"nots\"; did you mean \"note\"?",
        ),
        ("folders.\"../a\" = \"note\"", "\"../a\" is not a folder inside the store"),
    ];
    for (text, wanted) in table {
        assert_eq!(complaints(&format!("# one\n{text}\n")), [(2, wanted.to_owned())], "{text}");
    }
}

#[test]
fn a_template_must_stay_in_the_store_and_name_an_entry() {
    let table = [
        ("note", "/tmp/{slug}.md", "leads out of the store"),
        ("note", "../{slug}.md", "leads out of the store"),
        ("note", "a//{slug}.md", "leads out of the store"),
        ("note", "a/{slug}.txt", "does not end in .md"),
        ("note", "a/{slgu}.md", "has an unknown {slgu}; did you mean {slug}?"),
        ("note", "a/{slug.md", "has a brace that is not closed"),
        ("note", "a/slug}.md", "has a brace that is not closed"),
        ("note", "a/.hidden/{slug}.md", "lies in a folder that holds no entries"),
        ("journal", "journal/{year}.md", "needs {date}, since a journal has a file a day"),
    ];
    for (kind, template, wanted) in table {
        let (config, complaints) = read(&format!("[paths]\n{kind} = '{template}'\n"));

        assert_eq!(config.paths, Config::default().paths, "{template}");
        assert_eq!(complaints, [(2, format!("the path {template:?} of \"paths.{kind}\" {wanted}"))]);
    }
}

#[test]
fn a_broken_file_is_the_defaults_and_a_complaint_with_its_line() {
    let (config, complaints) = read("mouse = true\nkeymap = \n");

    assert!(!config.mouse);
    assert_eq!(complaints[0].0, 2);
    assert!(complaints[0].1.ends_with("no setting of this file is used"), "{complaints:?}");
    assert_eq!(self::complaints("mouse = true\nmouse = true\n")[0].0, 2, "a setting twice");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test writes what no editor would")]
fn what_is_not_text_is_a_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, b"mouse = true\ntheme = \"\xff\"\n").unwrap();

    assert_eq!(Config::load(&file).1[0].line, 2);
    assert_eq!(Config::load(folder.path()).1.len(), 1, "a folder");

    fs::write(&file, "\u{feff}mouse = true\r\nmuose = true\r\n").unwrap();
    let (config, complaints) = Config::load(&file);
    assert!(config.mouse);
    assert_eq!((complaints[0].line, complaints[0].file.as_path()), (2, file.as_path()));
}

#[test]
fn the_home_folder_may_be_written_as_a_tilde() {
    let home = std::env::home_dir().unwrap();

    assert_eq!(read("store = \"~/notes\"").0.store, Some(home.join("notes")));
}

#[test]
fn a_template_is_filled_in() {
    let mut config = Config::default();
    let id = EntryId::Day(day());
    assert_eq!(config.path_for(Kind::Note, day(), "tea", &id).as_str(), "notes/2026/tea.md");
    assert_eq!(config.path_for(Kind::Journal, day(), "", &id).as_str(), "journal/2026/2026-03-07.md");

    config.paths[0] = "{year}/{month}/{day}/{date}-{slug}-{id}.md".into();
    assert_eq!(config.path_for(Kind::Note, day(), "tea", &id).as_str(), "2026/03/07/2026-03-07-tea-2026-03-07.md");

    config.paths[0] = "../{slug}.md".into();
    assert_eq!(config.path_for(Kind::Note, day(), "tea", &id).as_str(), "notes/2026/tea.md");
}

/// Text that is nearly a configuration.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("store".to_owned()),
        Just("[paths]\n".into()),
        Just("[folders]\n".into()),
        Just("note".into()),
        Just("mouse".into()),
        Just("which_key_after".into()),
        Just(" = ".into()),
        Just("\n".into()),
        Just("\"".into()),
        Just("{year}".into()),
        Just("[[".into()),
        Just("]".into()),
        Just("0x".into()),
        Just("-9223372036854775809".into()),
        Just("1979-05-27".into()),
        "[ -~]{0,4}",
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_loader_panic_and_every_complaint_has_a_line_of_the_text(text in prop_oneof![nearly(), any::<String>()]) {
        let (_, complaints) = read(&text);

        for (line, what) in complaints {
            prop_assert!(line >= 1 && line <= text.split('\n').count() && !what.is_empty());
        }
    }

    #[test]
    fn whatever_is_filled_in_a_path_stays_in_its_folder(slug in any::<String>()) {
        let path = Config::default().path_for(Kind::Note, day(), &slug, &EntryId::Day(day()));

        prop_assert_eq!(path.folder(), "notes/2026");
        prop_assert!(!path.file_name().starts_with('.'));
    }
}

#[test]
fn the_web_is_searched_at_an_address_that_takes_words_or_not_at_all() {
    assert_eq!(read("search_url = \"\"").0.search_url, None);
    for wrong in ["https://e.org/", "file:///{query}", "{query}"] {
        let (config, complaints) = read(&format!("search_url = {wrong:?}"));
        assert!(complaints[0].1.contains("{query}"), "{complaints:?}");
        assert_eq!(config.search_url, Config::default().search_url);
    }
}
