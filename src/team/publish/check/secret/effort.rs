//! Counts the steps of a search in tests, which see by it that no text makes it walk in circles.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(not(test))]
pub(super) fn add(_steps: usize) {}

#[cfg(test)]
pub(super) fn add(steps: usize) {
    STEPS.set(STEPS.get() + steps);
}

/// The steps since it was last asked.
#[cfg(test)]
pub(in super::super) fn taken() -> usize {
    STEPS.take()
}
