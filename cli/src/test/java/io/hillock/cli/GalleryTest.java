package io.hillock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code image --gallery}, in a browser. */
final class GalleryTest {
  private static final String HOSTILE = "<script>document.title='x'<!--&amp;\"'\n%41?#.png";
  private static final int PICTURES = 5;

  @TempDir static Path folder;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void makePageAndStartBrowser() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("in & out"));
    Path samples = Path.of("..", "samples");
    for (String name : List.of("landscape.png", "gradient.png", "spheres.png", "noise.png")) {
      Files.copy(samples.resolve(name), pictures.resolve(name));
    }
    Files.copy(samples.resolve("lettering.png"), pictures.resolve(HOSTILE));
    Files.writeString(pictures.resolve("broken.png"), "no picture");
    Path output = folder.resolve("out");
    Outcome outcome =
        Outcome.of(
            "image",
            pictures,
            "--function=gelu",
            "--function=elu:alpha=0.5",
            "--gain=4",
            "--gallery",
            "--backend=cpu",
            "--output",
            output);
    assertEquals(ExitCode.FAILED, outcome.code(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    page = output.resolve("gallery.html");
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openPage() throws Exception {
    browser.runsScripts(true);
    browser.resize(1280, 900);
    browser.prefers("light");
    browser.open(page);
  }

  private static int count(String expression) {
    return browser.evaluate(expression).intValue();
  }

  private static String text(String expression) {
    return browser.evaluate(expression).textValue();
  }

  /** Elements that take room on the page. */
  private static int shown(String selector) {
    return count(
        "[...document.querySelectorAll('" + selector + "')].filter(e => e.offsetParent).length");
  }

  /** Returns what is seen; target/screenshots has it for people to look at. */
  private static BufferedImage screenshot(String name) throws IOException {
    BufferedImage image = browser.screenshot();
    Path folder = Files.createDirectories(Path.of("target", "screenshots"));
    ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
    return image;
  }

  private static double brightness(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).map(rgb -> rgb >> 8 & 0xff).average().orElseThrow();
  }

  @Test
  void everyPictureIsThereBeforeAndAfter() {
    assertEquals(PICTURES, shown(".picture"));
    assertEquals(PICTURES, shown(".before"));
    assertEquals(2 * PICTURES, shown(".after"));
    assertEquals(3 * PICTURES, shown(".histogram"));
    assertEquals(
        3 * PICTURES,
        count(
            "Promise.all([...document.images].filter(i => i.src).map(i => i.decode().then(() =>"
                + " i.naturalWidth > 20))).then(all => all.filter(Boolean).length)"));
    assertEquals("1 not activated", text("document.querySelector('.failed summary').textContent"));
    assertTrue(text("document.querySelector('.failed').textContent").contains("broken.png: it is"));
  }

  @Test
  void clickOnAFunctionShowsWhatItDid() {
    browser.click("label:has(#f0)");
    assertEquals(PICTURES, shown(".f0"));
    assertEquals(0, shown(".f1"));
    assertEquals(PICTURES, shown(".before"));
    assertEquals(
        "5 of 5 pictures shown, gelu", text("document.querySelector('#status').textContent"));
    browser.click("label:has(#f1)");
    assertEquals(0, shown(".f0"));
    assertEquals(
        "5 of 5 pictures shown, elu (alpha = 0.5)",
        text("document.querySelector('#status').textContent"));
    browser.click("label:has(#all)");
    assertEquals(2 * PICTURES, shown(".after"));
    browser.click("#histograms");
    assertEquals(0, shown(".histogram"));
  }

  @Test
  void nameIsSearchedForAsItIsWritten() {
    browser.click("#name");
    browser.type("LAND");
    assertEquals(1, shown(".picture"));
    assertEquals(
        "1 of 5 pictures shown, all functions",
        text("document.querySelector('#status').textContent"));
    browser.type("x");
    assertEquals(0, shown(".picture"));
    assertEquals(1, shown(".none"));
  }

  @Test
  void keyboardAloneIsEnough() throws Exception {
    String focus = "document.activeElement.id || document.activeElement.className";
    browser.press("Tab");
    assertEquals("skip", text(focus));
    assertEquals("0px", text("getComputedStyle(document.activeElement).left"));
    browser.press("Tab");
    assertEquals("all", text(focus));
    browser.press("ArrowRight");
    assertEquals("f0", text(focus));
    assertEquals(0, shown(".f1"));
    assertEquals(
        "solid", text("getComputedStyle(document.activeElement.nextSibling).outlineStyle"));
    browser.evaluate("document.querySelector('.compare').focus()");
    browser.press("Enter");
    assertTrue(browser.evaluate("document.querySelector('dialog').open").booleanValue());
    assertEquals("wipe", text(focus));
    browser.press("ArrowRight");
    assertEquals("51", text("document.activeElement.value"));
    assertEquals("51%", text("document.querySelector('.stage').style.getPropertyValue('--cut')"));
    String first = text("document.querySelector('#compared').textContent");
    browser.press("Tab");
    browser.press("Tab");
    assertEquals("next", text(focus));
    browser.press("Enter");
    assertNotEquals(first, text("document.querySelector('#compared').textContent"));
    browser.press("Escape");
    assertFalse(browser.evaluate("document.querySelector('dialog').open").booleanValue());
    Browser.await(
        "the focus on what was compared last",
        () ->
            count("[...document.querySelectorAll('.f0 .compare')].indexOf(document.activeElement)")
                == 1);
  }

  @Test
  void comparisonShowsThePicturesThemselves() throws Exception {
    browser.click("#n3 ~ .shots .f0 .compare");
    Browser.await(
        "the pictures",
        () ->
            browser
                .evaluate(
                    "[...document.querySelectorAll('.stage img')].every(i => i.complete"
                        + " && i.naturalWidth > 0 && i.src.startsWith('file:'))")
                .booleanValue());
    screenshot("compared");
    String name = text("document.querySelector('#n3').textContent");
    assertEquals(name + " \u2013 gelu", text("document.querySelector('#compared').textContent"));
    browser.click("#close");
    assertEquals(0, shown("dialog"));
  }

  @Test
  void hostileNamesAreText() throws IOException {
    assertEquals("5 pictures: gelu, elu (alpha = 0.5)", text("document.title"));
    List<String> names =
        List.of(
            text("[...document.querySelectorAll('h2')].map(h => h.textContent).join('|')")
                .split("\\|"));
    assertEquals(HOSTILE.replace("\n", "\\n"), names.get(0));
    assertEquals(1, count("document.scripts.length"));
    JsonNode links = browser.evaluate("[...document.querySelectorAll('main a')].map(a => a.href)");
    assertEquals(3 * PICTURES, links.size());
    for (JsonNode link : links) {
      assertTrue(Files.isRegularFile(Path.of(URI.create(link.textValue()))), link.textValue());
    }
    assertTrue(
        browser
            .evaluate("document.querySelector('.frame').getAttribute('href')")
            .textValue()
            .startsWith("./../in%20&%20out/"));
  }

  @Test
  void lightAndDarkFollowTheSystemUntilOneIsChosen() throws IOException {
    double light = brightness(screenshot("light"));
    browser.prefers("dark");
    double dark = brightness(screenshot("dark"));
    assertTrue(light > 190, "light " + light);
    assertTrue(dark < 80, "dark " + dark);
    browser.evaluate(
        "(() => { const t = document.querySelector('#theme'); t.value = 'light';"
            + " t.dispatchEvent(new Event('change')); })()");
    assertEquals(light, brightness(screenshot("chosen-light")), 3);
    browser.evaluate("localStorage.clear()");
  }

  @Test
  void nothingIsWiderThanAPhone() throws IOException {
    browser.resize(360, 740);
    screenshot("phone");
    assertTrue(count("document.documentElement.scrollWidth") <= 360);
    assertEquals(PICTURES, shown(".picture"));
    assertTrue(count("document.querySelector('.frame').offsetWidth") > 120);
    browser.click(".compare");
    screenshot("phone-compared");
    assertTrue(count("document.documentElement.scrollWidth") <= 360);
    assertTrue(
        count("Math.round(document.querySelector('dialog').getBoundingClientRect().right)") <= 360);
  }

  @Test
  void screenReaderFindsNamesAndRoles() {
    List<String> spoken = browser.spoken();
    String all = String.join("\n", spoken);
    for (String expected :
        List.of(
            "heading Activated pictures",
            "link Skip to the pictures",
            "radio gelu",
            "radio elu (alpha = 0.5)",
            "searchbox Name",
            "checkbox Histograms",
            "status ")) {
      assertTrue(spoken.stream().anyMatch(s -> s.startsWith(expected)), expected + " in\n" + all);
    }
    assertTrue(all.contains("landscape.png, after gelu"), all);
    assertTrue(all.contains("landscape.png before and after gelu"), all);
    assertTrue(all.contains("image Histogram of 432,000 samples from "), all);
    assertTrue(spoken.stream().noneMatch(s -> s.matches("(image|button|link|radio) ")), all);
  }

  @Test
  void thousandsOfPicturesAreSearchedAtOnce() throws Exception {
    String html = Files.readString(page);
    String item = "<li class=\"picture\">";
    int first = html.indexOf(item, html.indexOf("gradient.png") - 200);
    String picture = html.substring(first, html.indexOf(item, first + 1));
    StringBuilder many = new StringBuilder(html.substring(0, html.indexOf(item)));
    for (int i = 0; i < 2000; i++) {
      many.append(picture.replace("gradient.png", "gradient-" + i + ".png"));
    }
    many.append(html.substring(html.indexOf("</ul>\n", html.lastIndexOf(item))));
    Path large = Files.createDirectory(folder.resolve("many")).resolve("gallery.html");
    Files.writeString(large, many);
    long begun = System.nanoTime();
    browser.open(large);
    double opening = (System.nanoTime() - begun) / 1e9;
    assertEquals(2000, count("document.querySelectorAll('.picture').length"));
    browser.click("#name");
    long start = System.nanoTime();
    browser.type("-1234");
    assertEquals(1, shown(".picture"));
    double searching = (System.nanoTime() - start) / 1e9;
    assertTrue(searching < opening, "opening " + opening + " s, searching " + searching + " s");
  }

  @Test
  void pageWorksWithoutItsScript() throws Exception {
    browser.runsScripts(false);
    browser.open(page);
    assertEquals(PICTURES, shown(".picture"));
    assertEquals(0, shown(".scripted"));
    browser.click("label:has(#f1)");
    assertEquals(0, shown(".f0"));
    assertEquals(PICTURES, shown(".f1"));
  }

  @Test
  void nothingIsAskedOfTheNetworkAndNothingIsComplainedOf() {
    browser.click("label:has(#f0)");
    browser.click(".compare");
    for (String address : browser.requests()) {
      assertTrue(address.startsWith("file:") || address.startsWith("data:"), address);
    }
    assertEquals(List.of(), browser.complaints());
  }
}
