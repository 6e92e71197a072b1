using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Conformance;

/// <summary>Runs the cases of one test file against its model. Reading files is for others: everything here is text.</summary>
internal sealed class TckRunner(FeelDateTime now)
{
    /// <summary>Runs a test file.</summary>
    /// <param name="folder">The folder, as it is to appear in results.</param>
    /// <param name="file">The name of the test file.</param>
    /// <param name="testXml">Its text.</param>
    /// <param name="models">The models of the folder: file name and text.</param>
    public IReadOnlyList<TckOutcome> Run(string folder, string file, string testXml, IReadOnlyList<(string Name, string Xml)> models)
    {
        var tests = TckFile.Read(testXml);
        var model = DmnModel.Load(models.OrderByDescending(model => model.Name == tests.ModelName).Select(model => model.Xml));
        return [.. tests.Cases.SelectMany(test => RunCase(model, test)
            .Select(result => new TckOutcome(folder, file, test.Id, result.Name, result.Detail.Length == 0, result.Detail)))];
    }

    private IEnumerable<(string Name, string Detail)> RunCase(DmnModel model, TckCase test) =>
        test.Results.Select(result => (result.Name, Check(model, test, result)));

    /// <summary>Empty when the result is as expected; else what came instead.</summary>
    private string Check(DmnModel model, TckCase test, TckResult result)
    {
        var name = test.Type == "decision" || test.Invocable is null ? result.Name : test.Invocable;
        if (model.Find(name) is not { } element)
        {
            return $"the model has no element '{name}'";
        }

        var evaluated = new DmnDecision(model, element).Evaluate(Inputs(model, test), new EvaluationOptions(now));
        var actual = OutputOf(element, result.Name, evaluated.Value);
        var expected = result.IsError ? FeelValue.Null : TckValue.Read(result.Expected, TypeOf(model, result.Name));
        if (!TckValue.Matches(expected, actual))
        {
            return $"expected {expected}, got {actual}{Reasons(evaluated)}";
        }

        return result.IsError && evaluated.Diagnostics.Count == 0 ? "null without a diagnostic where an error was expected" : "";
    }

    private static FeelType TypeOf(DmnModel model, string name) => model.Find(name)?.Type ?? FeelType.Any;

    private static FeelValue OutputOf(DrgElement element, string name, FeelValue value) =>
        element is DecisionService { Outputs.Count: > 1 } && value.Kind == FeelKind.Context ? value.AsContext()[name] : value;

    private static IEnumerable<DmnInput> Inputs(DmnModel model, TckCase test) => test.Inputs.Select(input =>
    {
        var element = input.Namespace is null ? model.Find(input.Name) : model.Find(input.Namespace, input.Name);
        return new DmnInput(input.Namespace, input.Name, TckValue.Read(input.Value, element?.Type ?? FeelType.Any));
    });

    private static string Reasons(Evaluated evaluated) =>
        evaluated.Diagnostics.Count == 0 ? "" : $": {string.Join("; ", evaluated.Diagnostics.Take(3))}";
}
