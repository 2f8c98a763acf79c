//! What one block may take: operations, time, memory, words. The same in debug and release, on every machine.
//!
//! A script cannot overflow the stack either. Calls and expressions nest 64 levels. Values nest as deep as a script can
//! build them, and are cloned, compared and dropped by calls inside each other: lists and maps are stopped by what these
//! calls take of the stack ([`NEST`]), since each level costs a copy of all before. Functions that capture each other
//! are chained at no cost, until the last one goes: for them the stack must hold what the memory allows ([`STACK`]).

use std::cell::Cell;
use std::io;
use std::thread::{Builder, Scope, ScopedJoinHandle};
use std::time::Duration;

/// Operations that one block may take.
pub(crate) const OPERATIONS: u64 = 20_000_000;

/// Time that one block may take, without what it waits for AWS, a person or a clock.
pub(crate) const WALL: Duration = Duration::from_secs(60);

/// Bytes that one block may hold, with what the setups left it. AWS's answers count from when the script has them.
pub(crate) const MEMORY: usize = 128 << 20;

/// The longest text that a script makes, alone or as the sum of a list's or a map's. Generous, as the members are: they
/// are summed up over a whole answer of AWS at each native call.
pub(crate) const TEXT: usize = 64 << 20;

/// The longest text that is taken apart: each of its letters may become a value of 80 bytes, before anybody can look.
pub(crate) const PIECES: usize = 8 << 20;

/// The members of one list or one map, with those of what is in it.
pub(crate) const MEMBERS: usize = 1_000_000;

/// Bytes of the stack that the calls may take which clone or drop a value: some thousand levels.
pub(crate) const NEST: usize = 512 << 10;

/// Bytes that one block may say, and the values in one text may have.
pub(crate) const SAID: usize = 1 << 20;

/// Levels of calls and of nested expressions.
pub(crate) const LEVELS: usize = 64;

/// How much of the stack a byte of a value may need, when a chain of values is dropped or written: measured, functions
/// that capture each other in ten lists each. Dropped 2.9 and written 2 in a release build, 4.2 and 20 in a debug build.
const RATIO: usize = if cfg!(debug_assertions) { 24 } else { 6 };

/// The stack that a thread needs which makes or uses a [`super::Host`]: the longest chain of values that fits into the
/// memory of a block ends on it. The system gives the memory when it is first used.
const STACK: usize = MEMORY * RATIO;

/// Under this a thread is of no use: 64 levels take so much in a debug build.
const LEAST: usize = 16 << 20;

thread_local! {
    static ROOM: Cell<usize> = const { Cell::new(MEMORY) };
}

/// Bytes that a block may hold on this thread.
pub(crate) fn memory() -> usize {
    ROOM.get()
}

/// True where the machine has room for such a stack, what a block may hold beside it, and as much again for AWS's answers.
fn fits(stack: usize) -> bool {
    Vec::<u8>::new()
        .try_reserve_exact(stack + 2 * (stack / RATIO))
        .is_ok()
}

/// A thread for scripts. Where the machine gives no such stack, it gets half of it, and its blocks half of the memory;
/// and so on.
///
/// # Errors
/// The machine gives no thread at all.
pub fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: &'scope (impl Fn() -> T + Sync),
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    let mut stack = STACK;
    while !fits(stack) && stack / 2 >= LEAST {
        stack /= 2;
    }
    loop {
        let begun = Builder::new().stack_size(stack).spawn_scoped(scope, move || {
            ROOM.set(stack / RATIO);
            work()
        });
        if begun.is_ok() || stack / 2 < LEAST {
            return begun;
        }
        stack /= 2;
    }
}
