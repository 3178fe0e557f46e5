"""培训演示: rehearse without network, camera or OBS; break things on purpose; watch a show."""
