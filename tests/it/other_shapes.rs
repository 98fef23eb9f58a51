//! Repositories that another program made are teams too, and keep their shape.

use crate::support::{Person, Ran, Team};

const MKDOCS: [(&str, &str); 6] = [
    ("mkdocs.yml", "site_name: Ours\nnav:\n  - index.md\n"),
    ("README.md", "# Ours\n\nBuilt with MkDocs.\n"),
    ("docs/index.md", "# Welcome\n\nSee [pods](k8s/pods.md#limits_1).\n"),
    (
        "docs/k8s/pods.md",
        "---\nhide: [toc]\n---\n# Pods that restart\n\n## Limits { #limits_1 }\n\n!!! note\n    Look at the exit code. [[that]]\n",
    ),
    ("docs/k8s/nodes.md", "# Nodes that are full\n\nImages fill them.\n"),
    ("docs/web/cache.md", "# Caches\n\nWords.\n"),
];
const BUNDLE: [(&str, &str); 4] = [
    ("index.md", "---\ntype: index\ntitle: Bundle\n---\n# Bundle\n\n* [Orders](tables/orders.md)\n"),
    (
        "tables/orders.md",
        "---\ntype: BigQuery Table\ntitle: Orders\ndescription: A row an order.\ntags: [sales]\n---\n# Schema\n\nCustomer, amount.\n",
    ),
    ("tables/customers.md", "---\ntype: BigQuery Table\ntitle: Customers\n---\n# Schema\n\nName.\n"),
    ("playbooks/freshness.md", "---\ntype: Playbook\ntitle: Stale orders\n---\nLook at [orders](/tables/orders.md).\n"),
];
const TIL: [(&str, &str); 3] = [
    (
        "README.md",
        "# TIL\n\n### Categories\n\n* [Git](#git)\n\n### Git\n\n- [Amend](git/amend.md)\n- [Bisect](git/bisect.md)\n",
    ),
    ("git/amend.md", "# Amend\n\nWords.\n"),
    ("git/bisect.md", "# Bisect\n\nWords.\n"),
];

fn team(files: &[(&str, &str)]) -> Team {
    let team = Team::bare();
    team.by_hand("Jo", "begin", |at| {
        for (path, text) in files {
            std::fs::create_dir_all(at.join(path).parent().unwrap()).unwrap();
            std::fs::write(at.join(path), text).unwrap();
        }
    });
    team
}

/// What is wrong in a clone of it.
fn check(team: &Team, person: &Person) -> Ran {
    let at = person.sandbox.home().join("clone");
    std::fs::remove_dir_all(&at).ok();
    person.sandbox.git_in(person.sandbox.home(), &["clone", "-q", &team.url(), at.to_str().unwrap()]).ok();
    person.riffle(&["check", at.to_str().unwrap()])
}

#[test]
fn pages_of_other_programs_are_found_and_mine_lie_where_their_shape_says() {
    let cases = [
        (&MKDOCS[..], "restart", "docs/git/blobless-clones.md"),
        (&BUNDLE[..], "amount", "git/blobless-clones.md"),
        (&TIL[..], "bisect", "git/blobless-clones.md"),
    ];
    for (files, word, path) in cases {
        let team = team(files);
        let ada = Person::of(&team, "Ada");
        assert_eq!(ada.riffle(&["search", "in:team", word, "--json"]).json().len(), 1, "{path}: {word}");
        assert_eq!(check(&team, &ada).ok(), "", "{path}");

        ada.publish(&ada.nugget("Blobless clones", "Words.")).ok();

        assert!(team.files().iter().any(|file| file == path), "{:?}", team.files());
        for (file, text) in files.iter().filter(|(file, _)| !(files[0].0 == "README.md" && *file == "README.md")) {
            assert_eq!(team.read(file), *text, "{file} is left alone");
        }
        assert_eq!(check(&team, &ada).ok(), "", "{path}");
    }
}

#[test]
fn a_list_that_a_til_repository_has_gains_its_line_and_nothing_else() {
    let team = team(&TIL);
    let ada = Person::of(&team, "Ada");
    ada.publish(&ada.nugget("Blobless clones", "Words.")).ok();

    let expected = TIL[0].1.replace("- [Bisect]", "- [Blobless clones](git/blobless-clones.md)\n- [Bisect]");
    let readme = team.read("README.md");
    assert!(
        readme.lines().count() == expected.lines().count() && readme.contains("(git/blobless-clones.md)"),
        "{readme}"
    );
    assert_eq!(
        team.read("git/blobless-clones.md").lines().next(),
        Some("# Blobless clones"),
        "no front matter, as theirs"
    );
}

#[test]
fn links_to_nothing_are_told_in_folders_of_others_too() {
    let team = team(&MKDOCS);
    team.write("Jo", "docs/web/bad.md", "# Bad\n\n[x](gone.md)\n");
    let ada = Person::of(&team, "Ada");

    let told = check(&team, &ada);

    assert!(
        told.code == Some(1) && told.out.lines().count() == 1 && told.out.contains("docs/web/bad.md:3"),
        "{told:?}"
    );
}
