package io.hillock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A Chromium without a window, driven by its own protocol: clicks and keys come to the page as a
 * user's do.
 */
final class Browser implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path ON_MACOS =
      Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** What a key is to a page: the number of its code, and the text that it writes. */
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32, "ArrowLeft", 37, "ArrowRight", 39);

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Starts a browser that nobody has used before. */
  Browser() throws IOException, InterruptedException {
    profile = Files.createTempDirectory("hillock-browser");
    Path log = profile.resolve("log");
    process =
        new ProcessBuilder(
                executable(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Path port = profile.resolve("DevToolsActivePort");
      await("the browser", () -> has(port) || !process.isAlive());
      if (!has(port)) {
        throw new IOException("the browser ended: " + Files.readString(log));
      }
      String address = "http://127.0.0.1:" + Files.readAllLines(port).get(0);
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest list = HttpRequest.newBuilder(URI.create(address + "/json/list")).build();
      JsonNode targets =
          JSON.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
      String url = null;
      for (JsonNode target : targets) {
        if (target.get("type").textValue().equals("page")) {
          url = target.get("webSocketDebuggerUrl").textValue();
        }
      }
      socket = client.newWebSocketBuilder().buildAsync(URI.create(url), new Messages()).join();
      for (String domain : List.of("Page", "Runtime", "Network", "Log", "DOM", "Accessibility")) {
        send(domain + ".enable");
      }
    } catch (Throwable e) {
      end();
      throw e;
    }
  }

  private static boolean has(Path port) {
    try {
      return Files.exists(port) && Files.readAllLines(port).size() > 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** The gallery is proved in a browser, so a machine without one has not proved it. */
  private static String executable() {
    String named = System.getenv("HILLOCK_BROWSER");
    if (named != null && !named.isBlank()) {
      return named;
    }
    for (String name : NAMES) {
      for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return candidate.toString();
        }
      }
    }
    if (Files.isExecutable(ON_MACOS)) {
      return ON_MACOS.toString();
    }
    throw new AssertionError(
        "there is no browser to test pages in: install Chromium (Debian: apt-get install chromium),"
            + " or let HILLOCK_BROWSER name Chromium or Chrome");
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(20);
    }
  }

  /** Opens a page and waits until it is there. */
  void open(Path page) throws InterruptedException {
    requests.clear();
    complaints.clear();
    send("Page.navigate", "url", page.toUri().toASCIIString());
    await(
        "the page",
        () ->
            evaluate(
                    "location.protocol === 'file:' && document.readyState === 'complete'"
                        + " && location.href.endsWith('gallery.html')")
                .booleanValue());
  }

  /** Returns what an expression is in the page. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** Presses and releases the mouse in the middle of an element. */
  void click(String selector) {
    JsonNode at =
        evaluate(
            "(() => { const e = document.querySelector('"
                + selector
                + "'); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          "type",
          type,
          "x",
          at.get(0).doubleValue(),
          "y",
          at.get(1).doubleValue(),
          "button",
          type.equals("mouseMoved") ? "none" : "left",
          "clickCount",
          type.equals("mouseMoved") ? 0 : 1);
    }
  }

  /** Presses and releases a key. */
  void press(String key) {
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "key",
          key,
          "code",
          key.equals(" ") ? "Space" : key,
          "windowsVirtualKeyCode",
          KEYS.get(key),
          "text",
          type.equals("keyUp") ? "" : text);
    }
  }

  /** Writes a text where the focus is. */
  void type(String text) {
    send("Input.insertText", "text", text);
  }

  /** Has the system ask for light or dark. */
  void prefers(String scheme) {
    ObjectNode feature = JSON.createObjectNode();
    feature.put("name", "prefers-color-scheme").put("value", scheme);
    send("Emulation.setEmulatedMedia", "features", JSON.createArrayNode().add(feature));
  }

  /** Makes the window so wide and so high. */
  void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
  }

  /** Turns the page's own script on or off, from the next page on. */
  void runsScripts(boolean on) {
    send("Emulation.setScriptExecutionDisabled", "value", !on);
  }

  /** Returns what the window shows. */
  BufferedImage screenshot() throws IOException {
    String data = send("Page.captureScreenshot", "format", "png").get("data").textValue();
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
  }

  /** Returns role and name of all that a screen reader finds. */
  List<String> spoken() {
    List<String> spoken = new ArrayList<>();
    for (JsonNode node : send("Accessibility.getFullAXTree").get("nodes")) {
      if (!node.path("ignored").booleanValue()) {
        spoken.add(
            node.path("role").path("value").asText()
                + " "
                + node.path("name").path("value").asText());
      }
    }
    return spoken;
  }

  /** Returns the addresses that the page asked for since it was opened. */
  List<String> requests() {
    return requests;
  }

  /** Returns what the browser had to complain of since the page was opened. */
  List<String> complaints() {
    return complaints;
  }

  private JsonNode send(String method, Object... parameters) {
    ObjectNode message = JSON.createObjectNode();
    int id = next.incrementAndGet();
    message.put("id", id).put("method", method);
    ObjectNode params = message.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      params.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode result = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (result.has("error")) {
      throw new AssertionError(method + ": " + result.get("error"));
    }
    return result.get("result");
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").intValue()).complete(message);
      return;
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(params.at("/request/url").textValue());
      case "Log.entryAdded" -> complaints.add(params.at("/entry/text").textValue());
      case "Runtime.exceptionThrown" -> complaints.add(params.get("exceptionDetails").toString());
      default -> {
        // Of no interest here.
      }
    }
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        try {
          received(JSON.readTree(message.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        } finally {
          message.setLength(0);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      answers.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }

  private void end() throws IOException, InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.abort();
    end();
  }
}
