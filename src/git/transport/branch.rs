//! Which branch of a remote is the one to take.

use crate::git::Decision;

/// Goes by these names where the remote's HEAD does not say.
const USUAL: [&str; 2] = ["main", "master"];

/// The branch that the remote's HEAD names, without `refs/heads/`; where that is not there, `main`, else `master`, else the
/// only one. `None` when it has no branch at all.
///
/// `listed` is what `git ls-remote --symref` printed: names with their ids, and HEAD once more with what it names.
pub(in crate::git) fn chosen(listed: &[(String, String)]) -> Result<Option<String>, Decision> {
    let heads: Vec<(&str, &str)> =
        listed.iter().filter_map(|(name, id)| Some((name.strip_prefix("refs/heads/")?, id.as_str()))).collect();
    let head = || listed.iter().filter(|(name, _)| name == "HEAD").map(|(_, says)| says.as_str());
    let has = |name: &str| heads.iter().any(|(head, _)| *head == name);
    let named = head().find_map(|says| says.strip_prefix("ref: refs/heads/")).filter(|name| has(name));
    // HEAD may be on a commit alone, or on one whose branch an old server does not tell.
    let alike: Vec<&str> =
        heads.iter().filter(|(_, id)| head().any(|says| says == *id)).map(|(name, _)| *name).collect();
    let usual = |names: &[&str]| USUAL.into_iter().find(|name| names.contains(name)).map(str::to_owned);
    let all: Vec<&str> = heads.iter().map(|(name, _)| *name).collect();
    let only = |names: &[&str]| if let [one] = names { Some((*one).to_owned()) } else { None };
    let named = named.map(str::to_owned);
    let found = named.or_else(|| usual(&alike)).or_else(|| only(&alike)).or_else(|| usual(&all)).or_else(|| only(&all));
    match found {
        None if !all.is_empty() => Err(Decision::WhichBranch { has: all.into_iter().map(str::to_owned).collect() }),
        found => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(listed: &[(&str, &str)]) -> Result<Option<String>, Decision> {
        let listed: Vec<_> = listed.iter().map(|(name, id)| ((*name).to_owned(), (*id).to_owned())).collect();
        chosen(&listed)
    }

    fn is(name: &str) -> Result<Option<String>, Decision> {
        Ok(Some(name.to_owned()))
    }

    #[test]
    fn head_says_which_if_its_branch_is_there() {
        let (main, trunk) = (("refs/heads/main", "1"), ("refs/heads/trunk", "2"));

        assert_eq!(of(&[("HEAD", "ref: refs/heads/trunk"), ("HEAD", "2"), main, trunk]), is("trunk"));
        assert_eq!(of(&[("HEAD", "ref: refs/heads/gone"), main, trunk]), is("main"));
        assert_eq!(of(&[main, trunk, ("refs/heads/master", "3")]), is("main"));
        assert_eq!(of(&[trunk, ("refs/heads/master", "3")]), is("master"));
        assert_eq!(of(&[trunk]), is("trunk"));
    }

    #[test]
    fn a_head_on_a_commit_alone_means_the_branch_that_is_there_too() {
        let (main, trunk) = (("refs/heads/main", "1"), ("refs/heads/trunk", "2"));

        assert_eq!(of(&[("HEAD", "2"), main, trunk]), is("trunk"));
        assert_eq!(of(&[("HEAD", "1"), main, ("refs/heads/copy", "1")]), is("main"));
        assert_eq!(of(&[("HEAD", "9"), main, trunk]), is("main"));
    }

    #[test]
    fn of_several_none_is_guessed_and_none_at_all_is_no_error() {
        let several = of(&[("refs/heads/a", "1"), ("refs/heads/b", "2"), ("refs/tags/v1", "1")]);

        assert_eq!(several, Err(Decision::WhichBranch { has: vec!["a".into(), "b".into()] }));
        assert_eq!(of(&[("refs/tags/v1", "1")]), Ok(None));
        assert_eq!(of(&[]), Ok(None));
    }
}
