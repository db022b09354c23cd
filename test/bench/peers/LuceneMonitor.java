import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.queryparser.classic.QueryParser;

/**
 * The peer of the search bench: Lucene Monitor with its term-filtered presearcher, one post at a time.
 * Arguments: a file of queries and a file of posts, a line each. "round" on standard input matches all posts once; the
 * answer is microseconds of this thread's CPU time a post, and the matches. It ends with the input.
 */
public final class LuceneMonitor {
  public static void main(String[] args) throws Exception {
    Analyzer analyzer = new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer source = new StandardTokenizer();
        return new TokenStreamComponents(source, new ASCIIFoldingFilter(new LowerCaseFilter(source)));
      }
    };
    QueryParser parser = new QueryParser("text", analyzer);
    List<String> queries = Files.readAllLines(Paths.get(args[0]), StandardCharsets.UTF_8);
    List<String> posts = Files.readAllLines(Paths.get(args[1]), StandardCharsets.UTF_8);
    Monitor monitor = new Monitor(analyzer, new TermFilteredPresearcher());
    List<MonitorQuery> batch = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) batch.add(new MonitorQuery(Integer.toString(i), parser.parse(queries.get(i))));
    monitor.register(batch);
    System.out.println("ready");
    Scanner in = new Scanner(System.in);
    while (in.hasNextLine()) {
      if (!in.nextLine().equals("round")) continue;
      long matches = 0;
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (String post : posts) {
        Document document = new Document();
        document.add(new TextField("text", post, Field.Store.NO));
        matches += monitor.match(document, QueryMatch.SIMPLE_MATCHER).getMatchCount();
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      System.out.println(nanos / 1000.0 / posts.size() + " " + matches);
    }
    // Or its own thread, which clears up, would go on for ever.
    monitor.close();
  }
}
