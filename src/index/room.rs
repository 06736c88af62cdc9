//! Room for a number of bytes that several threads share.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Room that is given out in shares.
#[derive(Debug)]
pub(crate) struct Room {
    state: Mutex<State>,
    freed: Condvar,
    capacity: u64,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    /// Whether somebody stands at the head of the line: others wait behind, or small shares would keep a large one waiting for
    /// ever.
    is_awaited: bool,
    /// How many threads wait: where nobody does, nobody is woken, which costs a call of the system.
    waiting: usize,
}

/// A share of the room; it is given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    room: Arc<Room>,
    bytes: u64,
}

impl Room {
    /// Makes room for so many bytes.
    pub(crate) fn new(capacity: u64) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), freed: Condvar::new(), capacity })
    }

    /// Returns how many bytes there is room for.
    pub(crate) fn capacity(&self) -> u64 {
        self.capacity
    }

    /// Waits for a share; more than all of it is all of it. Who holds a share must not wait for another: it might be waiting
    /// for itself.
    pub(crate) fn share(self: &Arc<Self>, bytes: u64) -> Share {
        let bytes = bytes.min(self.capacity);
        let mut state = self.lock();
        while state.is_awaited {
            state = self.wait(state);
        }
        while state.used + bytes > self.capacity {
            state.is_awaited = true;
            state = self.wait(state);
        }
        state.is_awaited = false;
        self.take(state, bytes)
    }

    /// Waits for a share, but not for ever: then there is more given out than there is room.
    pub(crate) fn share_within(self: &Arc<Self>, bytes: u64, patience: Duration) -> Share {
        let bytes = bytes.min(self.capacity);
        let begun = Instant::now();
        let mut state = self.lock();
        while state.used + bytes > self.capacity {
            let Some(left) = patience.checked_sub(begun.elapsed()) else { break };
            state.waiting += 1;
            state = self.freed.wait_timeout(state, left).map_or_else(|error| error.into_inner().0, |woken| woken.0);
            state.waiting -= 1;
        }
        self.take(state, bytes)
    }

    fn wait<'r>(&'r self, mut state: MutexGuard<'r, State>) -> MutexGuard<'r, State> {
        state.waiting += 1;
        state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    fn take(self: &Arc<Self>, mut state: MutexGuard<'_, State>, bytes: u64) -> Share {
        state.used += bytes;
        self.wake(state);
        Share { room: Arc::clone(self), bytes }
    }

    fn wake(&self, state: MutexGuard<'_, State>) {
        let is_waited_for = state.waiting > 0;
        drop(state);
        if is_waited_for {
            self.freed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut state = self.room.lock();
        state.used -= self.bytes;
        self.room.wake(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn a_large_share_waits_for_the_small_ones_and_those_behind_it_for_the_large_one() {
        let room = Room::new(100);
        let small = room.share(30);
        let (done, order) = mpsc::channel();
        thread::scope(|scope| {
            let (large, told) = (Arc::clone(&room), done.clone());
            scope.spawn(move || {
                let _share = large.share(90);
                told.send("large").expect("somebody listens");
            });
            while !room.lock().is_awaited {
                thread::yield_now();
            }
            let (behind, told) = (Arc::clone(&room), done);
            scope.spawn(move || {
                let _share = behind.share(20);
                told.send("behind").expect("somebody listens");
            });
            assert!(order.recv_timeout(Duration::from_millis(50)).is_err(), "nobody may go first");
            drop(small);
            assert_eq!(order.recv(), Ok("large"));
            assert_eq!(order.recv(), Ok("behind"));
        });
        assert_eq!(room.lock().used, 0);
    }

    #[test]
    fn more_than_there_is_room_for_is_all_of_it() {
        let room = Room::new(100);
        let share = room.share(1000);
        assert_eq!(room.lock().used, 100);
        drop(share);
        assert_eq!(room.lock().used, 0);
    }

    #[test]
    fn who_loses_patience_has_a_share_all_the_same() {
        let room = Room::new(100);
        let _all = room.share(100);
        let _more = room.share_within(7, Duration::from_millis(1));
        assert_eq!(room.lock().used, 107);
    }
}
