package io.hillock.image.figure;

import io.hillock.image.Line;
import java.nio.file.Path;

/** Text and links for a page, whatever characters the name of a file has. */
final class Html {
  private Html() {}

  /** Returns a text as it stands in a page, in an element or in an attribute, on one line. */
  static String text(String text) {
    return Line.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * Returns the address of a file for a page in a folder: relative, so that both may be moved
   * together, with the bytes of its name as they are.
   */
  static String link(Path folder, Path file) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    if (!from.getRoot().equals(to.getRoot())) {
      return text(to.toUri().toASCIIString());
    }
    StringBuilder link = new StringBuilder(".");
    for (Path name : from.relativize(to)) {
      link.append('/');
      if (name.toString().equals("..")) {
        link.append("..");
      } else {
        // Below the root there is hardly a folder of that name: it gets no slash behind it.
        String address = to.getRoot().resolve(name).toUri().getRawPath();
        String last = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        link.append(last, last.lastIndexOf('/') + 1, last.length());
      }
    }
    return text(link.toString());
  }
}
