"""Words: pieces of text, the engines that join them into words, and the tags of words."""
