package io.hillock.image.figure;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Writes the page of a gallery. Everything is in the HTML, so that it can be read, and filtered,
 * without the script; that adds the search, the comparison and the choice of light and dark. The
 * policy in its head lets a browser run that script and nothing else, whatever the names of the
 * pictures.
 */
final class GalleryPage {
  private static final String STYLE = resource("gallery.css");
  private static final String SCRIPT = resource("gallery.js");

  /** The most pictures next to each other that one function's shots ask room for. */
  private static final int MOST_COLUMNS = 4;

  private final Writer out;
  private final Spool spool;
  private final Path folder;
  private final List<String> functions;
  private Path common;

  GalleryPage(Writer out, Spool spool, Path folder, List<String> functions) {
    this.out = out;
    this.spool = spool;
    this.folder = folder;
    this.functions = functions;
  }

  private static String resource(String name) {
    try (InputStream in = GalleryPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar of hillock-image lacks " + name, e);
    }
  }

  void write(List<GalleryPicture> pictures, String samples, List<String> failed, int leftOut)
      throws IOException {
    common = common(pictures);
    String title = count(pictures.size(), "picture") + ": " + String.join(", ", functions);
    head(title);
    out.write("<body>\n<a class=\"skip\" href=\"#pictures\">Skip to the pictures</a>\n<header>\n");
    out.write("<h1>Activated pictures</h1>\n<p>" + Html.text(title));
    if (!samples.isEmpty()) {
      out.write(" of " + Html.text(samples) + ", where x is a sample from 0 to 1");
    }
    out.write(".");
    if (leftOut > 0) {
      out.write(" " + Numbers.count(leftOut) + " more are not on this page.");
    }
    out.write("</p>\n");
    controls();
    out.write("</header>\n<main id=\"pictures\" tabindex=\"-1\">\n");
    out.write("<p class=\"none\" hidden>No picture has that name.</p>\n<ul class=\"pictures\">\n");
    for (int i = 0; i < pictures.size(); i++) {
      picture(i, pictures.get(i));
    }
    out.write("</ul>\n");
    failures(failed);
    out.write("</main>\n");
    dialog();
    out.write("<script>" + SCRIPT + "</script>\n</body>\n</html>\n");
  }

  /** Returns the folder that all pictures are in or below; null where there is none. */
  private static Path common(List<GalleryPicture> pictures) {
    Path common = null;
    for (GalleryPicture picture : pictures) {
      Path parent = absolute(picture.input()).getParent();
      common = common == null ? parent : common;
      while (common != null && !parent.startsWith(common)) {
        common = common.getParent();
      }
      if (common == null) {
        return null;
      }
    }
    return common;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Returns the name of a picture below the folder of all. */
  private String name(Path input) {
    return (common == null ? input : common.relativize(absolute(input))).toString();
  }

  private void head(String title) throws IOException {
    out.write("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    out.write(" img-src data: 'self' file:; style-src 'unsafe-inline'; base-uri 'none';");
    out.write(" form-action 'none'; script-src 'sha256-" + hash(SCRIPT) + "'\">\n");
    out.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.write("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.write("<title>" + Html.text(title) + "</title>\n<style>\n" + STYLE);
    int columns = Math.min(MOST_COLUMNS, 1 + functions.size());
    out.write("body{--columns:" + columns + "}\n");
    for (int i = 0; i < functions.size(); i++) {
      out.write("body:has(#f" + i + ":checked){--columns:2}\n");
      out.write("body:has(#f" + i + ":checked) .after:not(.f" + i + "){display:none}\n");
    }
    out.write("</style>\n</head>\n");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void controls() throws IOException {
    // Without autocomplete a browser would keep the choice when the page is loaded again.
    out.write("<form class=\"controls\" autocomplete=\"off\">\n");
    out.write("<fieldset class=\"functions\"><legend>Function</legend>\n");
    choice("all", "all", "all", true);
    for (int i = 0; i < functions.size(); i++) {
      choice("f" + i, String.valueOf(i), functions.get(i), false);
    }
    out.write("</fieldset>\n");
    out.write("<label class=\"scripted field\">Name <input type=\"search\" id=\"name\"></label>\n");
    out.write(
        "<label class=\"check\"><input type=\"checkbox\" id=\"histograms\" checked>"
            + " Histograms</label>\n");
    out.write("<label class=\"scripted field\">Colours <select id=\"theme\">");
    out.write("<option value=\"\">as the system</option><option value=\"light\">light</option>");
    out.write("<option value=\"dark\">dark</option></select></label>\n</form>\n");
    out.write("<p class=\"scripted\" id=\"status\" role=\"status\"></p>\n");
  }

  private void choice(String id, String value, String text, boolean checked) throws IOException {
    out.write("<label class=\"choice\"><input type=\"radio\" name=\"function\" id=\"" + id);
    out.write("\" value=\"" + value + "\"" + (checked ? " checked" : "") + ">");
    out.write("<span>" + Html.text(text) + "</span></label>\n");
  }

  private void picture(int index, GalleryPicture picture) throws IOException {
    String name = Html.text(name(picture.input()));
    out.write("<li class=\"picture\"><article aria-labelledby=\"n" + index + "\">\n");
    out.write("<h2 id=\"n" + index + "\"><bdi>" + name + "</bdi></h2>\n<div class=\"shots\">\n");
    out.write("<figure class=\"shot before\">");
    image(picture.input(), name + ", before", picture.before());
    out.write("<figcaption><b>before</b> <span>" + Html.text(picture.note()) + "</span>");
    out.write("</figcaption>");
    histogram(picture.samples());
    out.write("</figure>\n");
    for (int i = 0; i < functions.size(); i++) {
      if (picture.after(i) != null) {
        after(i, name, picture.after(i));
      }
    }
    out.write("</div>\n</article></li>\n");
  }

  private void after(int function, String name, GalleryPicture.After after) throws IOException {
    String label = Html.text(functions.get(function));
    out.write("<figure class=\"shot after f" + function + "\">");
    image(after.output(), name + ", after " + label, after.thumbnail());
    out.write("<figcaption><b>" + label + "</b> <span>" + Html.text(after.note()) + "</span>");
    out.write("</figcaption>");
    histogram(after.histogram());
    out.write("<p class=\"actions\"><button type=\"button\" class=\"scripted compare\"");
    out.write(" aria-label=\"Compare " + name + " before and after " + label + "\">");
    out.write("Compare</button>");
    if (after.figure() != null) {
      out.write(" <a href=\"" + Html.link(folder, after.figure()) + "\"");
      out.write(" aria-label=\"Six panels of " + name + " and " + label + "\">Six panels</a>");
    }
    out.write("</p></figure>\n");
  }

  private void image(Path file, String alternative, GalleryPicture.Thumbnail thumbnail)
      throws IOException {
    out.write("<a class=\"frame\" href=\"" + Html.link(folder, file) + "\">");
    out.write("<img loading=\"lazy\" decoding=\"async\" width=\"" + thumbnail.width());
    out.write("\" height=\"" + thumbnail.height() + "\" alt=\"" + alternative);
    out.write("\" src=\"data:image/jpeg;base64,");
    out.write(Base64.getEncoder().encodeToString(spool.get(thumbnail.data())));
    out.write("\"></a>");
  }

  private void histogram(HistogramShape shape) throws IOException {
    out.write(
        "<div class=\"histogram\"><svg role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 ");
    out.write(HistogramShape.WIDTH + " " + HistogramShape.HEIGHT + "\" aria-label=\"");
    out.write(shape.words() + "\"><path d=\"" + shape.path() + "\"/></svg>");
    out.write("<span>" + shape.least() + "</span><span>" + shape.greatest() + "</span></div>");
  }

  private void failures(List<String> failed) throws IOException {
    if (failed.isEmpty()) {
      return;
    }
    out.write(
        "<details class=\"failed\"><summary>" + failed.size() + " not activated</summary><ul>\n");
    for (String message : failed) {
      out.write("<li><bdi>" + Html.text(message) + "</bdi></li>\n");
    }
    out.write("</ul></details>\n");
  }

  private void dialog() throws IOException {
    out.write("<dialog aria-labelledby=\"compared\">\n<h2 id=\"compared\"></h2>\n");
    out.write(
        "<div class=\"stage\"><img class=\"old\" alt=\"\"><img class=\"new\" alt=\"\"></div>\n");
    out.write("<label class=\"wipe\"><span>before</span>");
    out.write("<input type=\"range\" id=\"wipe\" min=\"0\" max=\"100\" value=\"50\"");
    out.write(
        " aria-label=\"Share of the picture before\"><span id=\"after\">after</span></label>\n");
    out.write("<p class=\"actions\"><button type=\"button\" id=\"previous\">Previous</button>");
    out.write(" <button type=\"button\" id=\"next\">Next</button>");
    out.write(" <button type=\"button\" id=\"close\">Close</button></p>\n</dialog>\n");
  }

  private static String count(int count, String thing) {
    return Numbers.count(count) + " " + thing + (count == 1 ? "" : "s");
  }
}
