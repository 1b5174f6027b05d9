package io.sketchwatch.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/**
 * One HTML file that needs nothing else: pictures are data URIs, the style is in line, nothing is
 * loaded from anywhere, no script runs. Every text is escaped by the template engine.
 */
final class HtmlPage {

  private static final Version SETTINGS = Configuration.VERSION_2_3_34;

  private final String template;
  private final Configuration templates = new Configuration(SETTINGS);

  /**
   * A page of a kind.
   *
   * @param template name of its file among the resources
   */
  HtmlPage(String template) {
    this.template = template;
    templates.setClassLoaderForTemplateLoading(HtmlPage.class.getClassLoader(), "report");
    templates.setDefaultEncoding(UTF_8.name());
    templates.setLocale(Locale.ROOT);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setWrapUncheckedExceptions(true);
  }

  /** Writes the page atomically: the file is whole or as it was. */
  void write(Map<String, Object> model, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (Writer out = Files.newBufferedWriter(partial, UTF_8)) {
      write(model, out);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void write(Map<String, Object> model, Writer out) throws IOException {
    try {
      templates.getTemplate(template).process(model, out);
    } catch (TemplateException e) {
      String reason =
          e.getCause() == null ? e.getMessageWithoutStackTop() : e.getCause().getMessage();
      throw new IOException("The report can't be written: " + reason, e);
    }
  }
}
