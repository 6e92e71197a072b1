using System.Text;
using System.Xml;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>Writes <c>rules/facts.dmn</c>: one input for each fact of the catalogue, so that packs import them and other DMN tools know them.</summary>
public static class FactsModel
{
    public const string Namespace = "urn:funeng:facts";
    private const string Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    public static string Write(FactCatalogue catalogue)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var xml = XmlWriter.Create(text, settings))
        {
            xml.WriteComment(" Generated from facts.yaml by ./run rules facts. Do not edit. ");
            xml.WriteStartElement("definitions", Dmn);
            xml.WriteAttributeString("id", "facts");
            xml.WriteAttributeString("name", "facts");
            xml.WriteAttributeString("namespace", Namespace);
            WriteInput(xml, "applicationDate", "申请日期", "申请日期", "date");
            foreach (var fact in catalogue.All.Where(fact => fact.Origin is not FactOrigin.Review))
                WriteInput(xml, fact.Key, fact.Name, fact.Label + (fact.Unit.Length > 0 ? $"（{fact.Unit}）" : ""), TypeOf(fact.Type));
            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private static void WriteInput(XmlWriter xml, string id, string name, string label, string type)
    {
        xml.WriteStartElement("inputData", Dmn);
        xml.WriteAttributeString("id", id);
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("label", label);
        xml.WriteStartElement("variable", Dmn);
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("typeRef", type);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string TypeOf(FactType type) => type switch
    {
        FactType.Number or FactType.Integer => "number",
        FactType.Boolean => "boolean",
        FactType.Date => "date",
        _ => "string",
    };
}
