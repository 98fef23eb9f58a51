//! Where code is kept and built, and where packages are published.

use super::super::digits::ends_in_crc;
use super::super::rule::Of::{Alnum, AnyHex, Base64, Digits, Dotted, Hex, Lower, Padded, Upper, Url};
use super::super::rule::Part::{Run, Text, Uuid};
use super::super::rule::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule("github-token", "a GitHub token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], &[Run(Alnum, 36, 36)])
        .with_digits(ends_in_crc),
    rule("github-token", "a GitHub token", &["ghr_"], &[Run(Alnum, 76, 76)]),
    rule(
        "github-app-token",
        "a GitHub app token",
        &["ghs_"],
        &[Run(Digits, 1, 12), Text("_eyJ"), Run(Dotted, 60, 2048)],
    ),
    rule(
        "github-fine-grained-token",
        "a GitHub token",
        &["github_pat_"],
        &[Run(Alnum, 22, 22), Text("_"), Run(Alnum, 59, 59)],
    ),
    rule(
        "gitlab-token",
        "a GitLab token",
        &["glpat-", "gldt-", "glrt-", "glrtr-", "glft-", "glsoat-", "glffct-", "glimt-", "glwt-"],
        &[Run(Dotted, 20, 300)],
    ),
    rule("gitlab-job-token", "a GitLab job token", &["glcbt-"], &[Run(Alnum, 1, 5), Text("_"), Run(Url, 20, 64)]),
    rule("gitlab-trigger-token", "a GitLab trigger token", &["glptt-"], &[Run(Hex, 40, 40)]),
    rule("gitlab-agent-token", "a GitLab agent token", &["glagent-"], &[Run(Url, 50, 1024)]),
    rule("gitlab-app-secret", "a GitLab application secret", &["gloas-"], &[Run(Url, 64, 64)]),
    rule("gitlab-runner-token", "a GitLab runner token", &["GR1348941"], &[Run(Url, 20, 20)]),
    rule("bitbucket-app-password", "a Bitbucket app password", &["ATBB"], &[Run(Alnum, 24, 32)]),
    rule("bitbucket-data-center-token", "a Bitbucket Data Center token", &["BBDC-"], &[Run(Base64, 40, 50)]),
    rule("atlassian-token", "an Atlassian token", &["ATATT3", "ATCTT3", "ATSTT3"], &[Run(Padded, 100, 400)]),
    rule("sourcegraph-token", "a Sourcegraph token", &["sgp_", "sgp_local_"], &[Run(AnyHex, 40, 40)]),
    rule("sourcegraph-licence", "a Sourcegraph licence", &["slk_", "sgd_", "sgs_"], &[Run(AnyHex, 64, 64)]),
    rule("sourcegraph-token", "a Sourcegraph token", &["sgp_"], &[Run(AnyHex, 16, 16), Text("_"), Run(AnyHex, 40, 40)]),
    rule("npm-token", "an npm token", &["npm_"], &[Run(Alnum, 36, 36)]).with_digits(ends_in_crc),
    rule("pypi-token", "a PyPI token", &["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], &[Run(Url, 50, 1024)]),
    rule("crates-io-token", "a crates.io token", &["cio"], &[Run(Alnum, 32, 32)]).alone(),
    rule("rubygems-key", "a RubyGems key", &["rubygems_"], &[Run(Hex, 48, 48)]),
    rule("nuget-key", "a NuGet key", &["oy2"], &[Run(Lower, 43, 43)]),
    rule("docker-token", "a Docker Hub token", &["dckr_pat_", "dckr_oat_"], &[Run(Url, 27, 48)]),
    rule("artifactory-key", "an Artifactory key", &["AKCp"], &[Run(Alnum, 69, 73)]),
    rule("artifactory-token", "an Artifactory reference token", &["cmVmd"], &[Run(Alnum, 59, 59)]),
    rule("clojars-token", "a Clojars token", &["CLOJARS_", "clojars_"], &[Run(Lower, 60, 60)]),
    rule(
        "packagist-token",
        "a Packagist token",
        &["packagist_ort_", "packagist_uut_", "packagist_out_"],
        &[Run(Hex, 56, 80)],
    ),
    rule("buildkite-token", "a Buildkite token", &["bkua_"], &[Run(Hex, 40, 40)]),
    rule(
        "circleci-token",
        "a CircleCI token",
        &["CCIPAT_", "CCIPRJ_"],
        &[Run(Alnum, 16, 30), Text("_"), Run(AnyHex, 40, 40)],
    ),
    rule("sonar-token", "a Sonar token", &["squ_", "sqp_", "sqa_"], &[Run(Padded, 40, 40)]),
    rule("octopus-key", "an Octopus Deploy key", &["API-"], &[Run(Upper, 25, 36)]).alone(),
    rule(
        "harness-token",
        "a Harness token",
        &["pat.", "sat."],
        &[Run(Url, 22, 22), Text("."), Run(Alnum, 24, 24), Text("."), Run(Alnum, 20, 20)],
    )
    .alone(),
    rule("prefect-key", "a Prefect key", &["pnu_", "pnb_"], &[Run(Alnum, 36, 36)]),
    rule("postman-key", "a Postman key", &["PMAK-"], &[Run(Hex, 24, 24), Text("-"), Run(Hex, 34, 34)]),
    rule("readme-key", "a ReadMe key", &["rdme_"], &[Run(Lower, 70, 70)]),
    rule("scalingo-token", "a Scalingo token", &["tk-us-"], &[Run(Url, 48, 48)]),
    rule("snyk-token", "a Snyk token", &["snyk_uat.", "snyk_sat."], &[Run(Hex, 8, 8), Text("."), Run(Dotted, 40, 300)]),
    rule("intra42-secret", "a client secret of 42", &["s-s4t2ud-", "s-s4t2af-"], &[Run(AnyHex, 64, 64)]),
    rule("deno-token", "a Deno Deploy token", &["ddp_", "ddw_"], &[Run(Alnum, 36, 36)]),
    rule("codecov-token", "a Codecov token", &["CODECOV_TOKEN=", "CODECOV_TOKEN: "], &[Uuid]),
];
