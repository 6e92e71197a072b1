-- Who works on a node: the crew, inspectors or window of its place that it holds meanwhile.
alter table project_node add column crew text not null default '';
