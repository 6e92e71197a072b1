using System.Xml;
using Funeng.Engines.Planning.MsProject;

namespace Funeng.Host.Commands.Schedule;

/// <summary>Opens a plan in the XML of Microsoft Project.</summary>
internal static class MsProjectFile
{
    public static MsProjectPlan Read(string path)
    {
        try
        {
            using (var first = XmlReader.Create(path, MsProjectPlan.ReaderSettings)) MsProjectPlan.CheckDepth(first);
            using var reader = XmlReader.Create(path, MsProjectPlan.ReaderSettings);
            return MsProjectPlan.Read(reader);
        }
        catch (MsProjectException problem)
        {
            throw new UsageException($"{Path.GetFileName(path)}：{problem.Message}");
        }
    }
}
