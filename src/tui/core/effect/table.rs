//! Turns the table of effects into types: what is asked, what comes of it, who carries it out, what its failure is called.

/// Makes [`super::Effect`] and [`super::Answer`] of rows. A row reads: its name and what it is asked with; what it answers;
/// its lane, and the job it belongs to if it can be stopped; whether its failure is shown in the message line or shown where
/// the answer would be, and what then did not work; how it is done.
macro_rules! effects {
    (
        by_lane($workspace:ident, $progress:ident) {$(
            $(#[$doc:meta])*
            $name:ident $({ $($field:ident: $type:ty),* })?
                => $answer:ty, $lane:ident $(($job:ident))?, $failure:ident $what:literal, $work:expr;
        )*}
        by_ui {$( $(#[$ui_doc:meta])* $ui:ident $(($ui_type:ty))?, )*}
    ) => {
        /// What is to be done.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Effect {
            $($(#[$doc])* $name $({ $($field: $type),* })?,)*
            $($(#[$ui_doc])* $ui $(($ui_type))?,)*
        }

        /// What came of an effect, with what it was asked with.
        #[derive(Clone, Debug)]
        pub enum Answer {
            $($(#[$doc])* $name { $($($field: $type,)*)? outcome: Outcome<$answer> },)*
        }

        impl Effect {
            /// Who carries it out; nobody but the main thread what needs the terminal.
            pub fn lane(&self) -> Option<Lane> {
                match self {
                    $(Self::$name { .. } => Some(Lane::$lane),)*
                    $(Self::$ui { .. } => None,)*
                }
            }

            /// The job that it belongs to.
            pub fn job(&self) -> Option<Job> {
                let jobs: &[Job] = match self {
                    $(Self::$name { .. } => &[$(Job::$job)?],)*
                    $(Self::$ui { .. } => &[],)*
                };
                jobs.first().copied()
            }

            /// Does what is asked and says what came of it; nothing for what needs the terminal.
            ///
            /// `progress` is called during long work and answers whether to go on.
            pub fn perform(self, $workspace: &Workspace, $progress: &mut dyn FnMut(Progress) -> bool) -> Option<Performed> {
                let job = self.job();
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        let outcome = match ($work.map_err(Ended::from), job) {
                            (Ok(answer), _) => Ok(answer),
                            (Err(Ended::Stopped), Some(job)) => return Some(Performed::Stopped(job)),
                            (Err(ended), _) => Err(ended.into()),
                        };
                        Some(Performed::Answered(Box::new(Answer::$name { $($($field,)*)? outcome })))
                    })*
                    $(Self::$ui { .. } => None,)*
                }
            }

            /// The answer after a failure that nobody foresaw.
            pub fn failed(self, why: &str) -> Option<Answer> {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        let outcome = Err(Failure::unforeseen($what, why));
                        Some(Answer::$name { $($($field,)*)? outcome })
                    })*
                    $(Self::$ui { .. } => None,)*
                }
            }
        }

        impl Answer {
            /// What failed, if that is to be shown in the message line.
            pub fn message_failure(&self) -> Option<&Failure> {
                let (failure, shown) = match self {
                    $(Self::$name { outcome, .. } => (outcome.as_ref().err(), FailureShown::$failure),)*
                };
                failure.filter(|_| shown == FailureShown::InMessage)
            }
        }
    };
}

pub(super) use effects;
