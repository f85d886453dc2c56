//! Who may ask. A page of some other site, open in the same browser, can send requests here; it
//! must not read an unpublished handbook that way.

use std::net::{IpAddr, SocketAddr};

use super::wire::Request;

/// The names under which this preview may be asked.
pub struct Hosts {
    given: String,
    port: u16,
    /// Listening on every address: any of them may be used, but no name, as anybody's name can be
    /// made to lead here.
    any_address: bool,
}

impl Hosts {
    pub fn new(given: &str, address: SocketAddr) -> Hosts {
        let bare = given.trim_start_matches('[').trim_end_matches(']');
        Hosts {
            given: bare.to_ascii_lowercase(),
            port: address.port(),
            any_address: address.ip().is_unspecified(),
        }
    }

    /// Whether a request comes from somebody who typed or followed our address, or from our pages.
    pub fn welcome(&self, request: &Request) -> bool {
        let mut hosts = request.header("Host");
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host,
            _ => return false,
        };
        let origins_fit = request
            .header("Origin")
            .all(|origin| self.is_our_origin(origin, host));
        self.is_our_host(host) && origins_fit && !is_foreign_fetch(request)
    }

    fn is_our_host(&self, host: &str) -> bool {
        let Some((name, _)) = split_port(host) else {
            return false;
        };
        let is_ip = name.parse::<IpAddr>().is_ok();
        self.is_own_name(name) || (self.any_address && is_ip)
    }

    /// A name that means this machine to every browser on it.
    fn is_own_name(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let ip: Option<IpAddr> = name.parse().ok();
        name == "localhost" || name == self.given || ip.is_some_and(|ip| ip.is_loopback())
    }

    /// Whether a page that asks came from here: from where it now asks, or from another name of
    /// this machine. Some address of some machine with the same port is not enough.
    fn is_our_origin(&self, origin: &str, host: &str) -> bool {
        let Some((name, port)) = origin.strip_prefix("http://").and_then(split_port) else {
            return false;
        };
        let asked = split_port(host).map_or("", |(name, _)| name);
        let ours = self.is_own_name(name) || name.eq_ignore_ascii_case(asked);
        ours && port.unwrap_or(80) == self.port
    }
}

/// Browsers say when another site embeds or fetches; following a link from there is fine.
fn is_foreign_fetch(request: &Request) -> bool {
    let has = |name: &str, value: &str| request.header(name).any(|given| given == value);
    has("Sec-Fetch-Site", "cross-site") && !has("Sec-Fetch-Mode", "navigate")
}

/// `[::1]:4321` gives `::1` and the port; `None` for what is no host.
fn split_port(host: &str) -> Option<(&str, Option<u16>)> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (name, rest) = rest.split_once(']')?;
            match rest {
                "" => (name, None),
                rest => (name, Some(rest.strip_prefix(':')?)),
            }
        }
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        },
    };
    match port.map(str::parse) {
        None => Some((name, None)),
        Some(Ok(port)) => Some((name, Some(port))),
        Some(Err(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_hosts() {
        let hosts = Hosts::new("127.0.0.1", "127.0.0.1:4321".parse().unwrap());
        for host in [
            "localhost",
            "LOCALHOST:4321",
            "127.0.0.1:4321",
            "[::1]:4321",
            "127.0.0.1",
        ] {
            assert!(hosts.is_our_host(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "192.168.1.5:4321",
            "",
            "[::1",
            "localhost:x",
        ] {
            assert!(!hosts.is_our_host(host), "{host}");
        }
        let open = Hosts::new("0.0.0.0", "0.0.0.0:4321".parse().unwrap());
        assert!(open.is_our_host("192.168.1.5:4321") && !open.is_our_host("evil.example:4321"));
    }

    #[test]
    fn only_our_own_pages_are_origins() {
        let hosts = Hosts::new("127.0.0.1", "127.0.0.1:4321".parse().unwrap());
        assert!(hosts.is_our_origin("http://localhost:4321", "127.0.0.1:4321"));
        for origin in [
            "null",
            "http://localhost:3000",
            "https://localhost:4321",
            "http://evil.example",
        ] {
            assert!(!hosts.is_our_origin(origin, "localhost:4321"), "{origin}");
        }
        let open = Hosts::new("0.0.0.0", "0.0.0.0:4321".parse().unwrap());
        let phone = "192.168.1.5:4321";
        assert!(open.is_our_origin("http://192.168.1.5:4321", phone));
        for origin in [
            "http://192.168.1.66:4321",
            "http://192.168.1.5:80",
            "http://evil.example:4321",
        ] {
            assert!(!open.is_our_origin(origin, phone), "{origin}");
        }
    }
}
