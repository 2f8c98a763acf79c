//! What this thread holds of the machine: the allocator of the whole program, which counts.
//!
//! The count is of the thread, so that the scripts of a fleet do not blame each other, and it can be read in the middle
//! of a block: that is how a script is stopped before the machine is full. Memory that one thread takes and another
//! gives back is counted where each happens; whoever compares two readings sees to it that what lies between is its own
//! ([`apart`]). It costs an addition in the thread's own memory per allocation.
//!
//! It also sees how deep the stack was whenever memory was taken or given back. A value that nests thousands of levels
//! is cloned and dropped by as many calls inside each other, and this is the only place that notices.
//!
//! This is the only file with unsafe code: the trait of an allocator is unsafe. Every call goes to the system's
//! allocator as it comes.

#![allow(unsafe_code, reason = "the trait of an allocator is unsafe")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    // Without destructors and known at compile time: they can be used before and after all else of the thread.
    static HELD: Cell<isize> = const { Cell::new(0) };
    /// The lowest address of the stack since the last look; stacks grow downwards.
    static LOWEST: Cell<usize> = const { Cell::new(usize::MAX) };
    /// Where the last look was.
    static LOOKED: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes that this thread took more than it gave back; less than nothing where it gave back what others took.
#[must_use]
pub fn held() -> isize {
    HELD.get()
}

/// How much of the stack lay below this call and the last one, whichever is lower, at some time in between: what calls
/// took that were made inside each other and are over.
pub fn look() -> usize {
    let here = stack();
    let floor = here.min(LOOKED.replace(here));
    floor.saturating_sub(LOWEST.replace(here))
}

/// Does something whose memory does not count on this thread: neither what it takes nor what it gives back.
pub fn apart<T>(work: impl FnOnce() -> T) -> T {
    let (held, lowest) = (HELD.get(), LOWEST.get());
    let result = work();
    HELD.set(held);
    LOWEST.set(lowest);
    result
}

fn stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

fn count(taken: usize, given: usize) {
    let held = HELD.get().wrapping_add_unsigned(taken);
    HELD.set(held.wrapping_sub_unsigned(given));
    LOWEST.set(LOWEST.get().min(stack()));
}

// SAFETY: every method hands its arguments to the system's allocator unchanged and gives back what that answers. The
// counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of this method, which is that of the system's.
        let taken = unsafe { System.alloc(layout) };
        if !taken.is_null() {
            count(layout.size(), 0);
        }
        taken
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above; the memory came from the system's allocator.
        unsafe { System.dealloc(memory, layout) };
        count(0, layout.size());
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        let taken = unsafe { System.alloc_zeroed(layout) };
        if !taken.is_null() {
            count(layout.size(), 0);
        }
        taken
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        let taken = unsafe { System.realloc(memory, layout, size) };
        if !taken.is_null() {
            count(size, layout.size());
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_this_thread_holds() {
        let before = held();
        let mut bytes: Vec<u8> = Vec::with_capacity(1000);
        assert_eq!(held() - before, 1000);
        bytes.reserve_exact(5000);
        assert_eq!(held() - before, 5000);
        let zeros = vec![0_u8; 70_000];
        assert_eq!(held() - before, 75_000);
        drop((bytes, zeros));
        assert_eq!(held() - before, 0);
    }

    #[test]
    fn other_threads_and_what_is_set_apart_do_not_count() {
        let before = held();
        let theirs = apart(|| vec![1_u8; 4096]);
        assert_eq!(held(), before);
        apart(|| drop(theirs));
        assert_eq!(held(), before);
        let handle = apart(|| std::thread::spawn(|| vec![1_u8; 1 << 20].len()));
        assert_eq!(apart(|| handle.join().unwrap()), 1 << 20);
        assert_eq!(held(), before);
    }

    #[test]
    fn calls_inside_each_other_are_seen_when_they_are_over() {
        fn down(levels: usize) -> usize {
            let room = std::hint::black_box([0_u8; 1000]);
            let below = if levels == 0 {
                std::hint::black_box(vec![1_u8]).len()
            } else {
                down(levels - 1)
            };
            below + usize::from(std::hint::black_box(room)[0])
        }
        let _fresh = look();
        down(1);
        let shallow = look();
        down(100);
        let deep = look();
        assert!(
            shallow < 50_000 && (100_000..500_000).contains(&deep),
            "{shallow}, {deep}"
        );
        apart(|| down(100));
        assert!(look() < 50_000);
    }
}
