package io.hillock.image;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hillock.image.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A batch's results as JSON: an array of {@code
 * {"input","output","outcome","reason","width","height","channels","backend","milliseconds","notes"}},
 * where the outcome is {@code activated}, {@code skipped}, {@code failed} or {@code stopped}, and
 * what is not known is null.
 */
public final class Report {
  private Report() {}

  /** Writes a report; one that is there is replaced when this one is whole. */
  public static void write(List<PictureResult> results, Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode array = mapper.createArrayNode();
    for (PictureResult result : results) {
      array.add(node(mapper, result));
    }
    try (AtomicFile out = AtomicFile.open(file)) {
      mapper
          .writerWithDefaultPrettyPrinter()
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .writeValue(out.stream(), array);
      out.stream().write('\n');
      out.commit();
    }
  }

  private static ObjectNode node(ObjectMapper mapper, PictureResult result) {
    boolean read = result.width() > 0;
    ObjectNode node = mapper.createObjectNode();
    node.put("input", result.input().toString());
    node.put("output", result.output() == null ? null : result.output().toString());
    node.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    node.put("reason", result.reason());
    node.put("width", read ? result.width() : null);
    node.put("height", read ? result.height() : null);
    node.put("channels", read ? result.channels() : null);
    node.put("backend", result.backend());
    node.put("milliseconds", result.milliseconds());
    result.notes().forEach(node.putArray("notes")::add);
    return node;
  }
}
