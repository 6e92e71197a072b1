namespace Funeng.Feel.Dmn;

/// <summary>An element of <c>extensionElements</c>, kept as it stands for those who know its namespace.</summary>
/// <param name="Namespace">The XML namespace.</param>
/// <param name="Name">The local name.</param>
/// <param name="Attributes">The attributes without a namespace.</param>
/// <param name="Text">The text inside, without the text of children.</param>
/// <param name="Children">The elements inside.</param>
internal sealed record DmnExtension(
    string Namespace, string Name, IReadOnlyDictionary<string, string> Attributes, string Text, IReadOnlyList<DmnExtension> Children)
{
    /// <summary>The value of an attribute; null when it is not there.</summary>
    /// <param name="attribute">Its name.</param>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
