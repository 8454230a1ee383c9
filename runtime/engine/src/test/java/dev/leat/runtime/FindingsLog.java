package dev.leat.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What goes to the logger of findings while it is open. */
final class FindingsLog extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.leat.findings");
  private final List<String> messages = new CopyOnWriteArrayList<>();

  FindingsLog() {
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord message) {
    messages.add(message.getMessage());
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  /** The report of a job in which nothing moves, as soon as there is one. */
  String report() {
    Waits.until(() -> messages.stream().anyMatch(FindingsLog::isReport));
    return messages.stream().filter(FindingsLog::isReport).findFirst().orElseThrow();
  }

  static boolean isReport(String message) {
    return message.startsWith("job '");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
