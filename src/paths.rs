//! Where configuration, data, cache and state live; `RIFFLE_CONFIG_DIR` and its sisters override the platform's folders.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use directories::ProjectDirs;

/// The four folders of Riffle outside the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub config: PathBuf,
    pub cache: PathBuf,
    pub state: PathBuf,
    pub data: PathBuf,
}

impl Paths {
    /// The folders of this person on this machine; `None` where there is no home and not every folder is overridden.
    pub fn find() -> Option<Self> {
        Self::find_with(|variable| env::var_os(variable), ProjectDirs::from("", "", "riffle").as_ref())
    }

    fn find_with(look_up: impl Fn(&str) -> Option<OsString>, dirs: Option<&ProjectDirs>) -> Option<Self> {
        let place = |variable: &str, default: Option<PathBuf>| {
            look_up(variable).filter(|value| !value.is_empty()).map(PathBuf::from).or(default)
        };
        Some(Self {
            config: place("RIFFLE_CONFIG_DIR", dirs.map(|d| d.config_dir().to_owned()))?,
            cache: place("RIFFLE_CACHE_DIR", dirs.map(|d| d.cache_dir().to_owned()))?,
            state: place("RIFFLE_STATE_DIR", dirs.map(|d| d.state_dir().unwrap_or(d.data_local_dir()).to_owned()))?,
            data: place("RIFFLE_DATA_DIR", dirs.map(|d| d.data_dir().to_owned()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_overrides_its_folder_and_an_empty_one_does_not() {
        let dirs = ProjectDirs::from_path("riffle".into());
        let look_up = |variable: &str| match variable {
            "RIFFLE_CONFIG_DIR" => Some("/elsewhere".into()),
            "RIFFLE_CACHE_DIR" => Some("".into()),
            _ => None,
        };

        let paths = Paths::find_with(look_up, dirs.as_ref()).unwrap();

        let default = Paths::find_with(|_| None, dirs.as_ref()).unwrap();
        assert_eq!(paths, Paths { config: "/elsewhere".into(), ..default });
    }

    #[test]
    fn without_a_home_every_folder_must_be_named() {
        let all = |variable: &str| Some(OsString::from(format!("/r/{variable}")));

        assert!(Paths::find_with(all, None).is_some());
        assert_eq!(Paths::find_with(|name| all(name).filter(|_| name != "RIFFLE_DATA_DIR"), None), None);
    }
}
