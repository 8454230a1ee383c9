package dev.leat.runtime;

import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.connector.ConnectorContext;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps what it receives, and notes every call that breaks the rules of the contract for sinks. May
 * do something at each call, such as throwing or waiting.
 */
final class ProbeSink<T> implements Sink<T>, SinkWriter<T> {

  private final String name;
  private final CheckedConsumer<String> action;
  private final Queue<String> journal;
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger users = new AtomicInteger();
  private final List<T> elements = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  ProbeSink() {
    this("probe", call -> {}, new ConcurrentLinkedQueue<>());
  }

  /**
   * A probe.
   *
   * @param action what is done in each call, with the name of the method as its argument
   * @param journal where calls are noted, as {@code flush name}; may be shared by several sinks
   */
  ProbeSink(String name, CheckedConsumer<String> action, Queue<String> journal) {
    this.name = name;
    this.action = action;
    this.journal = journal;
  }

  synchronized List<T> elements() {
    return new ArrayList<>(elements);
  }

  /** The methods called, without writes. */
  synchronized List<String> calls() {
    return calls.stream().filter(call -> !call.equals("write")).toList();
  }

  synchronized int writes() {
    return (int) calls.stream().filter(call -> call.equals("write")).count();
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public SinkWriter<T> open(ConnectorContext context) throws Exception {
    call("open");
    return this;
  }

  @Override
  public void write(List<? extends T> chunk) throws Exception {
    if (chunk.isEmpty()) {
      violations.add("an empty chunk");
    }
    List<T> copy = new ArrayList<>(chunk);
    call("write");
    synchronized (this) {
      elements.addAll(copy);
    }
  }

  @Override
  public void flush() throws Exception {
    call("flush");
  }

  @Override
  public void commit() throws Exception {
    call("commit");
  }

  @Override
  public void abort() {
    try {
      call("abort");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    call("close");
  }

  private void call(String method) throws Exception {
    if (users.getAndIncrement() != 0) {
      violations.add(method + " at the same time as another call");
    }
    try {
      check(method);
      journal.add(method + " " + name);
      action.accept(method);
    } finally {
      users.decrementAndGet();
    }
  }

  private synchronized void check(String method) {
    String last = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
    boolean allowed =
        switch (method) {
          case "open" -> last.isEmpty();
          case "write" -> last.equals("open") || last.equals("write");
          case "flush" -> last.equals("open") || last.equals("write");
          case "commit" -> last.equals("flush");
          case "abort" -> !last.equals("abort") && !last.equals("close");
          case "close" -> last.equals("commit") || last.equals("abort");
          default -> false;
        };
    if (!allowed) {
      violations.add(method + " after " + calls);
    }
    calls.add(method);
  }
}
