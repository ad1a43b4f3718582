//! How long the processes of one computer wait for each other, and how often they look. The world's waits, and the
//! machine's own, are `tidegate_core::timings`.

use std::time::Duration;

/// Who connects says who they are within this time.
pub const HELLO: Duration = Duration::from_secs(2);
/// Who does not take a line in this time is not listening.
pub const WRITE: Duration = Duration::from_secs(5);
/// A command may ask the carrier something; this is longer than any of that.
pub const ANSWER: Duration = Duration::from_secs(120);
/// A new owner has its lock before its door.
pub const OPENING: Duration = Duration::from_secs(2);
/// Between two tries to connect while an owner opens its door.
pub const CONNECT_AGAIN: Duration = Duration::from_millis(50);
/// Between two tries of an owner to accept, when the process is out of files.
pub const ACCEPT_AGAIN: Duration = Duration::from_millis(200);
/// Between two tries to take a folder that a command holds for a moment.
pub const TAKE_AGAIN: Duration = Duration::from_millis(200);
/// An owner that has just died may be started again by the system's services first.
pub const OWNER_FIRST: Duration = Duration::from_secs(2);
/// One that dies again and again is tried less and less often, at last at this interval.
pub const OWNER_LONGEST: Duration = Duration::from_secs(60);
/// Between two looks of a command that waits for an order's end.
pub const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// Between two tries of a window to connect.
pub const WINDOW_AGAIN: Duration = Duration::from_millis(300);
/// How long a window's question waits for a connection that is being made.
pub const WINDOW_WAIT: Duration = Duration::from_secs(10);
/// A window that is told to leave, or to come, gets so long to hear it.
pub const WINDOW_HEARS: Duration = Duration::from_millis(200);
/// A panel that starts with the session, or starts again, takes its time; one that is not there then is missed.
pub const PANEL: Duration = Duration::from_secs(10);
