package io.sketchwatch.jobs.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintWriter;

/** Results for machines: a JSON object a line, times as ISO-8601 text. */
final class JsonLines {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private JsonLines() {}

  /** Writes one line, at once. */
  static void write(PrintWriter out, Object value) throws JsonProcessingException {
    out.println(JSON.writeValueAsString(value));
    out.flush();
  }

  /** Writes JSON that came from elsewhere as one line, its numbers digit for digit. */
  static void writeRaw(PrintWriter out, byte[] json) throws IOException {
    String text = new String(json, UTF_8);
    out.println(text.indexOf('\n') < 0 ? text : JSON.readTree(text).toString());
    out.flush();
  }
}
