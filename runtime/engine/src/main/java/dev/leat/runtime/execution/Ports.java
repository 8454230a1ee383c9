package dev.leat.runtime.execution;

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
      Port port = new Port(owner);
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

  boolean ready() {
    for (Port port : all) {
      if (!port.ready()) {
        return false;
      }
    }
    return true;
  }

  boolean cancelled() {
    for (Port port : all) {
      if (!port.cancelled()) {
        return false;
      }
    }
    return true;
  }

  void complete() {
    all.forEach(Port::complete);
  }

  void fail(Throwable error) {
    all.forEach(port -> port.fail(error));
  }
}
