using System.Xml;
using System.Xml.Linq;

namespace Funeng.Engines.Planning.MsProject;

/// <summary>A file cannot be read or scheduled; the message says why, in Chinese.</summary>
public sealed class MsProjectException : Exception
{
    /// <summary>No message.</summary>
    public MsProjectException()
    {
    }

    /// <summary>With a message.</summary>
    public MsProjectException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public MsProjectException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>
/// A plan in the XML of Microsoft Project (MSPDI): what the scheduler understands of it, and the whole document, so that what is not understood survives.
/// </summary>
public sealed class MsProjectPlan
{
    /// <summary>Most tasks, and most calendars, resources or assignments, a file may have.</summary>
    public const int MostItems = 100_000;

    /// <summary>Longest document, in characters.</summary>
    public const int MostCharacters = 100_000_000;

    internal MsProjectPlan(XDocument document) => Document = document;

    /// <summary>How a document must be opened: no document type, nothing from outside, no more than <see cref="MostCharacters"/>.</summary>
    public static XmlReaderSettings ReaderSettings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostCharacters,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>The whole document, with all that is not understood.</summary>
    public XDocument Document { get; }

    /// <summary>Name of the project, if it has one.</summary>
    public string? Name { get; internal init; }

    /// <summary>When the project starts.</summary>
    public DateTime Start { get; internal init; }

    /// <summary>When it finishes, by the file.</summary>
    public DateTime? Finish { get; internal init; }

    /// <summary>False for a project scheduled back from its finish.</summary>
    public bool IsFromStart { get; internal init; } = true;

    /// <summary>Calendar of the project.</summary>
    public int CalendarUid { get; internal init; }

    /// <summary>Seconds of work that make a day of a duration.</summary>
    public int SecondsPerDay { get; internal init; } = 8 * 3600;

    /// <summary>Slack up to which a task is critical, in seconds.</summary>
    public long CriticalSlack { get; internal init; }

    /// <summary>True when each end of the network has a critical path of its own.</summary>
    public bool HasManyCriticalPaths { get; internal init; }

    /// <summary>The tasks, in the order of the file.</summary>
    public IReadOnlyList<MsTask> Tasks { get; internal init; } = [];

    /// <summary>The calendars.</summary>
    public IReadOnlyList<MsCalendar> Calendars { get; internal init; } = [];

    /// <summary>People and machines at work on tasks; material and cost are no part of the schedule.</summary>
    public IReadOnlyList<MsAssignment> Assignments { get; internal init; } = [];

    /// <summary>How many resources the file has.</summary>
    public int ResourceCount { get; internal init; }

    /// <summary>How many assignments the file has.</summary>
    public int AssignmentCount { get; internal init; }

    // Its own files stay below ten.
    private const int DeepestElement = 64;

    /// <summary>Reads a plan.</summary>
    /// <param name="reader">A reader opened with <see cref="ReaderSettings"/>.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="MsProjectException">It is no such file, it is damaged, or it is too large.</exception>
    public static MsProjectPlan Read(XmlReader reader)
    {
        try
        {
            return new MsProjectReader(XDocument.Load(reader, LoadOptions.PreserveWhitespace)).Read();
        }
        catch (XmlException problem)
        {
            var place = problem.LineNumber > 0 ? $"（第 {problem.LineNumber} 行第 {problem.LinePosition} 列）" : "";
            throw new MsProjectException(
                problem.Message.Contains("DTD", StringComparison.Ordinal) ? "文件带有文档类型声明（DOCTYPE），为安全起见不读取" : $"这不是完整的 XML 文件{place}", problem);
        }
    }

    /// <summary>
    /// Refuses a document whose elements are nested deeper than those of Microsoft Project ever are. Making a tree of such a one takes the square of its depth, and
    /// whatever copies the tree calls itself as often and ends the process; so this is asked with a reader of its own before <see cref="Read"/>.
    /// </summary>
    /// <param name="reader">A reader opened with <see cref="ReaderSettings"/>, at the beginning.</param>
    /// <exception cref="MsProjectException">It is nested too deep.</exception>
    public static void CheckDepth(XmlReader reader)
    {
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > DeepestElement) throw new MsProjectException($"文件里的元素套了 {DeepestElement} 层以上，不是 Microsoft Project 的文件");
            }
        }
        catch (XmlException)
        {
            // What else is wrong with it is said by whoever reads it.
        }
    }

    /// <summary>Computes the dates of every task, as Microsoft Project does.</summary>
    /// <returns>Dates by unique id; blank rows and tasks switched off have none.</returns>
    /// <exception cref="MsProjectException">Tasks wait for each other in a circle, or a calendar has no work.</exception>
    public IReadOnlyDictionary<int, MsDates> Schedule() => MsScheduler.Run(this);

    /// <summary>Seconds of work the calendar of the project has between beginning and end of each task.</summary>
    /// <param name="dates">Dates by unique id.</param>
    /// <returns>Seconds by unique id.</returns>
    /// <exception cref="MsProjectException">The calendar has no work.</exception>
    public IReadOnlyDictionary<int, long> Spans(IReadOnlyDictionary<int, MsDates> dates) => MsScheduler.Spans(this, dates);

    /// <summary>When a task that starts as written is finished after so much work on its own calendar.</summary>
    /// <param name="task">A task with dates.</param>
    /// <param name="seconds">Seconds of work.</param>
    /// <returns>The moment; its own finish where it has no dates.</returns>
    /// <exception cref="MsProjectException">The calendar has no work, or does not reach so far.</exception>
    public DateTime? FinishAfter(MsTask task, long seconds) => MsScheduler.FinishAfter(this, task, seconds);

    /// <summary>The document with computed dates in place of its own; everything else, and tasks that are not among them, stays.</summary>
    public XDocument With(IReadOnlyDictionary<int, MsDates> dates) => MsProjectWriter.Write(this, dates);
}
