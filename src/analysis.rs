//! What a runbook may do, found without running it: the AWS operations that each step names, and what they do to the
//! account.
