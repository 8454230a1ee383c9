package dev.leat.samples.accesslog;

import dev.leat.samples.Stop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database for the owners of paths: table {@code OWNERS} with the columns {@code PATH} and
 * {@code OWNER}. A path belongs to the owner of the longest listed path that it is or lies under;
 * the query of a request target does not count. Thread-safe; blocks until the database answers.
 */
final class OwnerDatabase implements AutoCloseable {

  private static final int SECONDS = 2;
  private static final int LOGIN_SECONDS = 5;

  /** The owners in the database that the sample brings along: path, owner. */
  private static final List<List<String>> OWN =
      List.of(
          List.of("/shop", "team-shop"),
          List.of("/shop/checkout", "team-payments"),
          List.of("/search", "team-search"),
          List.of("/blog", "team-editors"),
          List.of("/api", "team-platform"),
          List.of("/api/v1/orders", "team-orders"),
          List.of("/api/v2/orders", "team-orders"),
          List.of("/login", "team-accounts"),
          List.of("/logout", "team-accounts"),
          List.of("/admin", "team-operations"),
          List.of("/static", "team-frontend"));

  private static final String FIND =
      "select OWNER from OWNERS where PATH = ? or left(?, length(PATH) + 1) = PATH || '/'"
          + " order by length(PATH) desc fetch first row only";

  private final JdbcConnectionPool pool;
  private final AtomicBoolean stopped;

  private OwnerDatabase(JdbcConnectionPool pool, AtomicBoolean stopped) {
    this.pool = pool;
    this.stopped = stopped;
  }

  /**
   * Opens a database.
   *
   * @param url where it is; null makes one in the memory of this process
   * @param connections the most connections
   * @throws SQLException if it cannot be opened or has no such table; the message says what to do
   */
  static OwnerDatabase open(@Nullable String url, int connections, Stop stop) throws SQLException {
    String opened = url == null ? "jdbc:h2:mem:owners-" + UUID.randomUUID() : url;
    JdbcConnectionPool pool = JdbcConnectionPool.create(source(opened));
    pool.setMaxConnections(connections);
    pool.setLoginTimeout(LOGIN_SECONDS);
    try (Connection connection = pool.getConnection()) {
      if (url == null) {
        fill(connection);
      }
      find(connection, "/");
    } catch (SQLException e) {
      pool.dispose();
      throw new SQLException(
          "cannot use the database of owners '%s': %s. It needs a table OWNERS with the columns PATH and OWNER, and user 'sa' without a password unless the address names others"
              .formatted(opened, firstLine(e)),
          e);
    }
    AtomicBoolean stopped = new AtomicBoolean();
    stop.cutOff().subscribe(nothing -> {}, failure -> {}, () -> stopped.set(true));
    return new OwnerDatabase(pool, stopped);
  }

  /**
   * Finds the owner of the path.
   *
   * @throws SQLException if the database does not answer
   * @throws LookupStoppedException if the job was asked to end some time ago
   */
  ServerError assign(ServerError error) throws SQLException, LookupStoppedException {
    if (stopped.get()) {
      throw new LookupStoppedException();
    }
    int query = error.path().indexOf('?');
    String path = query < 0 ? error.path() : error.path().substring(0, query);
    try (Connection connection = pool.getConnection()) {
      return error.withOwner(find(connection, path));
    }
  }

  private static JdbcDataSource source(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    if (!url.toLowerCase(Locale.ROOT).contains(";user=")) {
      source.setUser("sa");
    }
    return source;
  }

  private static @Nullable String find(Connection connection, String path) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setQueryTimeout(SECONDS);
      statement.setString(1, path);
      statement.setString(2, path);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table OWNERS (PATH varchar primary key, OWNER varchar not null)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into OWNERS (PATH, OWNER) values (?, ?)")) {
      for (List<String> row : OWN) {
        insert.setString(1, row.get(0));
        insert.setString(2, row.get(1));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** Closes all connections; a database in the memory of this process is then gone. */
  @Override
  public void close() {
    pool.dispose();
  }
}
