"""Where games come from: two vendors' formats, saved files, and a made-up league. No Qt."""
