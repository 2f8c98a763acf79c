//! The names that the server is reached by.

/// True where a `Host` is loopback's: an address of it, `localhost`, or a name below that, as a bucket's is.
pub(super) fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "127.0.0.1" | "[::1]" | "localhost") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_loopback_is_known() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:4566",
            "[::1]:4566",
            "LocalHost:4566",
            "logs.localhost:4566",
            "my.logs.s3.localhost",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:4566",
            "notlocalhost",
            "10.0.0.1:4566",
            "127.0.0.1:",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
