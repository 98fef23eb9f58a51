//! docs/asking.md, run as it stands there.

use crate::sharing::shell;
use crate::support::{Person, Team};

const DOCS: &str = include_str!("../../docs/asking.md");

#[test]
fn the_page_on_asking_goes_from_a_question_to_what_came_of_it() {
    let team = Team::founded();
    let (ada, jo) = (Person::new("Ada"), Person::new("Jo"));
    let blocks: Vec<&str> = DOCS.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [add, ask, answer, close, thank, mine, week] = blocks[..] else { panic!("{blocks:#?}") };
    let request = "requests/why-are-our-ci-clones-slow.md";
    shell(&ada, &team, add).ok();
    shell(&jo, &team, add).ok();

    shell(&ada, &team, ask).ok();
    assert!(team.read("README.md").contains("(for Build, due 2026-12-05)"));
    let answered = shell(&jo, &team, answer).ok();
    assert!(answered.contains("open      Why are our CI clones slow?"), "{answered}");
    let closed = shell(&ada, &team, close).ok();
    assert!(closed.contains("answered  Why are our CI clones slow?"), "{closed}");

    shell(&ada, &team, thank).ok();
    assert!(team.read("thanks/ada.md").contains("Jo: saved me an hour"));
    shell(&ada, &team, mine).ok();
    assert!(team.read("log/ada/2026-W47.md").contains("! shallow clones break our submodules"));
    let told = shell(&ada, &team, week).ok();
    assert!(told.contains("## Answered") && told.contains("The build waits fifty seconds"), "{told}");
    let text = team.read(request);
    for line in ["status: closed", "outcome: The build waits fifty seconds", "Jo: I have half of this in my notes"] {
        assert!(text.contains(line), "{text}");
    }
    let shown = DOCS.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    team.write("Kim", request, shown);
    jo.riffle(&["team", "new"]).ok();
    let listed = jo.riffle(&["request", "list", "--all", "--json"]).json().remove(0);
    assert_eq!((&listed["state"], &listed["for"]), (&"answered".into(), &"Build".into()), "the example is understood");
    assert_eq!(listed["lines"].as_array().unwrap().len(), 2);
}
