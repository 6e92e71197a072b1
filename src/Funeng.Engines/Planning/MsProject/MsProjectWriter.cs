using System.Globalization;
using System.Xml.Linq;

namespace Funeng.Engines.Planning.MsProject;

/// <summary>Puts computed dates into a copy of the document; elements it does not know stay as they were.</summary>
internal static class MsProjectWriter
{
    private static readonly XNamespace Space = MsProjectReader.Space;

    // The elements of a task, and the head of a project, in the order of the format, as far as they come before what is written here.
    private static readonly string[] Order =
    [
        "SaveVersion", "BuildNumber", "UID", "GUID", "ID", "Name", "Title", "Subject", "Category", "Company", "Manager", "Author", "CreationDate", "Revision", "LastSaved",
        "ScheduleFromStart", "StartDate", "FinishDate", "Active", "Manual", "Type", "IsNull", "CreateDate", "Contact", "WBS", "WBSLevel", "OutlineNumber", "OutlineLevel",
        "Priority", "Start", "Finish", "Duration", "ManualStart", "ManualFinish", "ManualDuration", "DurationFormat", "FreeformDurationFormat", "Work", "Stop", "Resume",
        "ResumeValid", "EffortDriven", "Recurring", "OverAllocated", "Estimated", "Milestone", "Summary", "DisplayAsSummary", "Critical", "IsSubproject",
        "IsSubprojectReadOnly", "SubprojectName", "ExternalTask", "ExternalTaskProject", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish", "StartVariance",
        "FinishVariance", "WorkVariance", "FreeSlack", "TotalSlack",
    ];

    public static XDocument Write(MsProjectPlan plan, IReadOnlyDictionary<int, MsDates> dates)
    {
        var document = new XDocument(plan.Document);
        foreach (var task in document.Root!.Element(Space + "Tasks")?.Elements(Space + "Task") ?? [])
        {
            if (int.TryParse(task.Element(Space + "UID")?.Value, CultureInfo.InvariantCulture, out var uid) && dates.TryGetValue(uid, out var computed)) Write(task, computed);
        }

        var others = plan.Tasks.Where(task => !task.IsLeftOut && !dates.ContainsKey(task.Uid)).Select(task => task.Written?.Finish).OfType<DateTime>();
        if (dates.Count > 0) Set(document.Root!, "FinishDate", Text(dates.Values.Select(task => task.Finish).Concat(others).Max()));
        return document;
    }

    private static void Write(XElement task, MsDates dates)
    {
        foreach (var name in new[] { "Start", "EarlyStart" }) Set(task, name, Text(dates.Start));
        foreach (var name in new[] { "Finish", "EarlyFinish" }) Set(task, name, Text(dates.Finish));
        Set(task, "LateStart", Text(dates.LateStart));
        Set(task, "LateFinish", Text(dates.LateFinish));
        Set(task, "TotalSlack", (dates.TotalSlack / 6).ToString(CultureInfo.InvariantCulture));
        Set(task, "FreeSlack", (dates.FreeSlack / 6).ToString(CultureInfo.InvariantCulture));
        Set(task, "Critical", dates.IsCritical ? "1" : "0");
    }

    /// <summary>Changes an element, or puts it where the format wants it: after the last of those that come before it.</summary>
    private static void Set(XElement item, string name, string text)
    {
        if (item.Element(Space + name) is { } element)
        {
            if (element.Value != text) element.Value = text;
            return;
        }

        var before = Order.TakeWhile(other => other != name).ToHashSet();
        var last = item.Elements().LastOrDefault(other => before.Contains(other.Name.LocalName));
        if (last is null) item.AddFirst(new XElement(Space + name, text));
        else last.AddAfterSelf(new XElement(Space + name, text));
    }

    private static string Text(DateTime date) => date.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
