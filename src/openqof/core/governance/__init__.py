"""Values of governance: verdicts, rule packs, bodies, interests, meetings, the path of a scheme, actions."""
