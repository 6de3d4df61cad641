"""What a browser of ours must be told before it shows a prototype: its request hook does not see every way out.

WebRTC, preconnect and WebTransport go past a request interceptor, so these ways are closed in Chromium itself.
"""

from __future__ import annotations

NOWHERE = "127.0.0.1:9"  # the discard port: whatever is sent there meets nobody


def chromium_flags(port: int) -> str:
    """The value of QTWEBENGINE_CHROMIUM_FLAGS for previews whose gate listens on `port` of this computer.

    It must stand in the environment before the first page of the process, so all previews share one port.
    """
    flags = (
        f"--proxy-server=http://{NOWHERE}",
        f"--proxy-bypass-list=<-loopback>;127.0.0.1:{port}",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    )
    return " ".join(f'"{flag}"' for flag in flags)
