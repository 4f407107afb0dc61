"""Where businesses come from: maps, directories, web search and lists, all behind one verb."""
