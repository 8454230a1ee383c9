package dev.leat.runtime.execution;

import dev.leat.pipeline.graph.GraphEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of a task by what they emit. */
final class Ports {

  private final Map<PortKey, Port> byKey = new HashMap<>();
  private final List<Port> all = new ArrayList<>();

  private Ports() {}

  Ports(Task owner, List<PortKey> keys) {
    for (PortKey key : keys) {
      Port port = new Port(owner::signal);
      byKey.put(key, port);
      all.add(port);
    }
  }

  /** No ports at all. */
  static Ports none() {
    return new Ports();
  }

  Port port(PortKey key) {
    Port port = byKey.get(key);
    if (port == null) {
      throw new IllegalStateException("no port " + key);
    }
    return port;
  }

  List<Port> all() {
    return all;
  }

  /** Whether all may send now; if not, the owner is signalled when that changes. */
  boolean ready() {
    for (Port port : all) {
      if (!port.ready()) {
        return false;
      }
    }
    return true;
  }

  /** The same, and nobody is signalled; called by any thread. */
  boolean haveCredit() {
    for (Port port : all) {
      if (!port.hasCredit()) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody wants more results; dead letters alone are no reason to go on. */
  boolean cancelled() {
    for (Map.Entry<PortKey, Port> port : byKey.entrySet()) {
      if (port.getKey().port() == GraphEdge.Port.RESULTS && !port.getValue().cancelled()) {
        return false;
      }
    }
    return true;
  }

  /** Whether something was sent that receivers were not woken for. */
  boolean isQuiet() {
    for (Port port : all) {
      if (port.isQuiet()) {
        return true;
      }
    }
    return false;
  }

  /** Wakes the receivers of what was sent without waking them. */
  void wakeReceivers() {
    for (Port port : all) {
      port.wakeReceivers();
    }
  }

  void complete() {
    all.forEach(Port::complete);
  }

  /**
   * Passes a failure on to whoever wants results, so that it is reported when all before it was
   * delivered. Dead letters just end: their sink must not be the one that reports it.
   */
  void fail(Throwable error) {
    for (Map.Entry<PortKey, Port> port : byKey.entrySet()) {
      if (port.getKey().port() == GraphEdge.Port.RESULTS) {
        port.getValue().fail(error);
      } else {
        port.getValue().complete();
      }
    }
  }
}
