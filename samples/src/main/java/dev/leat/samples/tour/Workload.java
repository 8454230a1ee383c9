package dev.leat.samples.tour;

import dev.leat.samples.pythonscore.Names;
import java.util.List;
import java.util.stream.IntStream;

/** What is done to each element. */
enum Workload {
  /** Asks a service, which takes its time to answer. */
  WAITING("ask", "waits"),
  /** Screens a name against a watch list. */
  COMPUTING("screen", "computes");

  private final String stage;
  private final String verb;

  Workload(String stage, String verb) {
    this.stage = stage;
    this.verb = verb;
  }

  /** The name of the stage that does it. */
  String stage() {
    return stage;
  }

  /** In a sentence: the job that waits. */
  String verb() {
    return verb;
  }

  /**
   * The elements, always the same.
   *
   * @param url of the service
   */
  List<String> elements(int count, String url) {
    return this == WAITING
        ? IntStream.range(0, count).mapToObj(i -> url + "?item=" + i).toList()
        : Names.made().limit(count).toList();
  }

  /** Does it to one element, on the thread of the caller. */
  static String apply(Workload workload, String element) throws Exception {
    return workload == WAITING ? BlockingClient.ask(element) : Screening.score(element);
  }
}
