"""The ground: settings, errors, database, jobs and HTTP pieces. Knows no business."""
