//! Under which addresses other machines of the local network reach this one.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// Places to set out for. Nothing is sent: the system only says from which of its addresses it
/// would. The first is reserved for documentation and lies behind the way to everywhere, the others
/// are where home and office networks are.
const AWAY: &[Ipv4Addr] = &[
    Ipv4Addr::new(203, 0, 113, 1),
    Ipv4Addr::new(192, 168, 0, 1),
    Ipv4Addr::new(192, 168, 1, 1),
    // Phones and Windows as a hotspot.
    Ipv4Addr::new(192, 168, 43, 1),
    Ipv4Addr::new(192, 168, 137, 2),
    Ipv4Addr::new(172, 20, 10, 1),
    Ipv4Addr::new(172, 16, 0, 1),
    Ipv4Addr::new(10, 0, 0, 1),
];

/// This machine's own addresses, the likeliest first; none without a network.
pub fn addresses() -> Vec<IpAddr> {
    let mut found = Vec::new();
    for away in AWAY {
        if let Some(own) = towards(*away)
            && !found.contains(&own)
        {
            found.push(own);
        }
    }
    found
}

fn towards(away: Ipv4Addr) -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((away, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_for_others_are_this_machine_s_own_and_each_is_said_once() {
        let found = addresses();
        for own in &found {
            assert!(!own.is_loopback() && !own.is_unspecified(), "{own}");
            assert!(UdpSocket::bind((*own, 0)).is_ok(), "{own} is not ours");
            assert_eq!(found.iter().filter(|other| *other == own).count(), 1);
        }
    }
}
